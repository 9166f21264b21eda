import { DeliveryError } from '../delivery-error.js';
import type { PostAnswer } from './post.js';

/** Statuses after which the same message may well be taken later. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

/** @throws DeliveryError unless the status says that the message was taken */
export function checkStatus({ status, retryAfter }: PostAnswer): void {
  if (status >= 200 && status < 300) return;
  const redirect = status >= 300 && status < 400;
  throw new DeliveryError(
    redirect
      ? `The receiver redirects (${status}), which is not followed.`
      : `The receiver answered with status ${status}.`,
    {
      code: `http_${status}`,
      retryable: status >= 500 || TRY_AGAIN.has(status),
      ...(retryAfter !== undefined && { retryAfter }),
    },
  );
}

/** The answer's body as an object; empty where it is none. */
export function bodyOf({ text }: PostAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
