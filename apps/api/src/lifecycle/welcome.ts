import type { Service } from '../wiring/create-service.js';

/** What whoever started the service sees. The only place where a key, and a link that logs in, are ever shown: once. */
export function welcome({ newKey, isDemo, sessions, dashboardDir }: Service, url: string): string {
  const lines = [`YYChat listens on ${url} (OpenAI base URL: ${url}/v1, docs: ${url}/docs)`];
  if (isDemo) {
    lines.push('Demo: no model is connected. Set OPENAI_API_KEY, or OPENAI_BASE_URL, to connect one.');
  }
  if (newKey !== undefined) lines.push(`Admin key, shown only this once: ${newKey}`);
  if (dashboardDir !== undefined) {
    lines.push(`Dashboard: ${url}/dashboard`);
    if (newKey !== undefined) {
      lines.push(`Log in with (once, within 15 minutes): ${url}/dashboard#login=${sessions.makeLoginCode()}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
