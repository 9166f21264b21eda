import { EngineError, UpstreamError, UpstreamTimeoutError } from '@yychat/engine-core';
import { APIConnectionTimeoutError, APIError } from 'openai';
import { retryAfter } from './retry-policy.js';
import { connectionError } from './upstream-errors.js';

/** What codes, types and names of parameters look like. */
const IDENTIFIER = /^[\w.[\]-]{1,64}$/;

/** What the SDK tells of an answer, as far as it can be relied on. */
interface Answered {
  readonly status?: number | undefined;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly param?: unknown;
  readonly headers?: Headers | undefined;
}

const identifier = (value: unknown): string | undefined =>
  typeof value === 'string' && IDENTIFIER.test(value) ? value : undefined;

/**
 * A failure of the SDK as one of the engine's. Of what the upstream said, status and identifiers are kept and the words are not: a
 * refusal may quote the text that it refuses, or a key.
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 */
export function embeddingError(error: unknown, now: number): EngineError {
  if (EngineError.is(error)) return error;
  if (error instanceof APIConnectionTimeoutError)
    return new UpstreamTimeoutError('The upstream did not embed in time.', coded(error));
  const { status, code, type, param, headers } = (error instanceof APIError ? error : {}) as Answered;
  if (status === undefined) return connectionError(coded(error) ?? new Error('The request failed.'), false);
  const delay = retryAfter(Object.fromEntries(headers ?? []), now);
  return new UpstreamError(`The upstream answered a request for embeddings with status ${status}.`, {
    status,
    code: identifier(code) ?? 'upstream_error',
    type: identifier(type) ?? 'upstream_error',
    param: identifier(param) ?? null,
    ...(delay !== undefined && { retryAfter: Math.ceil(delay / 1_000) }),
  });
}

/** Of an error and its causes, the first with a code: it names the system's reason. Others may quote the address, with its password. */
function coded(error: unknown): (Error & { code: string }) | undefined {
  let cause = error as { readonly code?: unknown; readonly cause?: unknown } | null | undefined;
  while (typeof cause === 'object' && cause !== null) {
    if (typeof cause.code === 'string') return cause as Error & { code: string };
    cause = cause.cause as typeof cause;
  }
  return undefined;
}
