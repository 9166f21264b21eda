/** Milliseconds. A longer `Retry-After` is the client's to wait for. */
const MAX_RETRY_AFTER = 20_000;
const FIRST_DELAY = 500;
const MAX_DELAY = 8_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

/** Milliseconds from `retry-after-ms` or `retry-after` (seconds or a date), if the upstream sent one that makes sense. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const exact = Number.parseFloat(header(headers, 'retry-after-ms') ?? '');
  if (exact >= 0) return exact;
  const value = header(headers, 'retry-after');
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const delay = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1_000;
  return Number.isFinite(delay) ? Math.max(0, delay) : undefined;
}

/** Whether a second try can help: what OpenAI's own SDKs retry. */
export function isRetryable(status: number, headers: Headers): boolean {
  const said = header(headers, 'x-should-retry');
  if (said === 'true' || said === 'false') return said === 'true';
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/**
 * Milliseconds to wait before the next try, or undefined where the upstream asks for more patience than a request has.
 * @param tried how many tries there were, from 1
 * @param random uniform in [0, 1): spreads the retries of many
 */
export function retryDelay(
  tried: number,
  asked: number | undefined,
  random: () => number,
): number | undefined {
  if (asked !== undefined) return asked > MAX_RETRY_AFTER ? undefined : asked * (1 + random() * 0.1);
  return Math.min(FIRST_DELAY * 2 ** (tried - 1), MAX_DELAY) * (1 - random() * 0.25);
}
