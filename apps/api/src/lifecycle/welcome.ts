import type { Service } from '../wiring/create-service.js';

/** What whoever started the service sees. The only place where a key is ever shown, once. */
export function welcome({ newKey, isDemo }: Service, url: string): string {
  const lines = [`YYChat listens on ${url} (OpenAI base URL: ${url}/v1, docs: ${url}/docs)`];
  if (isDemo) {
    lines.push('Demo: no model is connected. Set OPENAI_API_KEY, or OPENAI_BASE_URL, to connect one.');
  }
  if (newKey !== undefined) lines.push(`Admin key, shown only this once: ${newKey}`);
  return `${lines.join('\n')}\n`;
}
