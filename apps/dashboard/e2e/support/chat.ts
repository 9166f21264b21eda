import { ADMIN_KEY, type RunningService } from './service.js';

/** Sends one request as any client would, reads the whole answer. @returns seconds that it took */
export async function chat(
  service: RunningService,
  content: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${service.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4.1', messages: [{ role: 'user', content }], stream: true, ...more }),
  });
  await response.text();
  if (!response.ok) throw new Error(`The chat was answered with ${response.status}.`);
  return (performance.now() - began) / 1_000;
}

/** Asks the API, as a program would. */
export async function ask<Answer>(service: RunningService, path: string): Promise<Answer> {
  const response = await fetch(service.url + path, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}.`);
  return (await response.json()) as Answer;
}
