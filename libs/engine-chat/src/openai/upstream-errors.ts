import {
  UpstreamError,
  UpstreamProtocolError,
  UpstreamTimeoutError,
  UpstreamUnreachableError,
  type EngineError,
  type ErrorType,
} from '@yychat/engine-core';
import { APIError } from 'openai';

/** Shorter ones ("none") are stand-ins, and may be words of any message. */
const MIN_SECRET = 8;
/** Longest message of an upstream that is passed on, in characters. */
const MAX_MESSAGE = 1_000;

interface WireError {
  readonly message?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly param?: unknown;
  readonly status?: unknown;
}

function typeFor(status: number): ErrorType {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 404) return 'not_found_error';
  if (status === 429) return 'rate_limit_error';
  return status < 500 ? 'invalid_request_error' : 'upstream_error';
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, MAX_MESSAGE) : undefined;

function parse(body: string): WireError {
  try {
    const value = JSON.parse(body) as {
      error?: WireError | string | null;
      message?: unknown;
      detail?: unknown;
    } | null;
    const error = value?.error;
    if (typeof error === 'object' && error !== null) return error;
    return { message: error ?? value?.message ?? value?.detail };
  } catch {
    return {};
  }
}

/** Takes a secret of this server's out of what an upstream says; some quote what they refuse. */
export function withoutSecret(said: string, secret: string): string {
  return secret.length < MIN_SECRET ? said : said.replaceAll(secret, '[redacted]');
}

/** An error status of the upstream, kept as it is. */
export function statusError(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  retryAfterMs: number | undefined,
): EngineError {
  if (status < 400 || status > 599)
    return new UpstreamProtocolError(`The upstream answered with status ${status}.`);
  const error = parse(body);
  const type = text(error.type) ?? typeFor(status);
  const code = text(error.code) ?? 'upstream_error';
  const retry = retryAfterMs === undefined ? {} : { retryAfter: Math.ceil(retryAfterMs / 1_000) };
  if (status === 401 || status === 403) {
    // The upstream's words here are about this server's own credentials, and may quote them.
    return new UpstreamError('The upstream refused the credentials of this server.', { status, code, type });
  }
  const message = text(error.message) ?? `The upstream answered with status ${status}.`;
  const cause = APIError.generate(status, { error }, message, new Headers(flat(headers)));
  return new UpstreamError(message, {
    status,
    code,
    type,
    param: text(error.param) ?? null,
    cause,
    ...retry,
  });
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
}

/** An error that the upstream sent as an event of its stream. */
export function eventError(error: WireError | string): EngineError {
  const wire = typeof error === 'string' ? { message: error } : error;
  const status = [wire.status, wire.code].map(Number).find((n) => n >= 400 && n <= 599) ?? 502;
  const message = text(wire.message) ?? 'The upstream reported an error.';
  const code = text(wire.code) ?? 'upstream_error';
  return new UpstreamError(message, {
    status,
    code,
    type: text(wire.type) ?? 'upstream_error',
    param: text(wire.param) ?? null,
  });
}

const timeouts: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'The upstream did not take the connection in time.',
  UND_ERR_HEADERS_TIMEOUT: 'The upstream did not begin to answer in time.',
  UND_ERR_BODY_TIMEOUT: 'The upstream fell silent in the middle of its answer.',
};

/** A failure of the connection. `begun`: the answer had begun to arrive. */
export function connectionError(error: Error & { code?: string }, begun: boolean): EngineError {
  const timeout = timeouts[error.code ?? ''];
  if (timeout !== undefined) return new UpstreamTimeoutError(timeout, error);
  // undici's parser gives only some of its errors a code.
  if (error.name === 'HTTPParserError' || error.code?.startsWith('HPE_'))
    return new UpstreamProtocolError('The upstream does not speak HTTP.', error);
  return new UpstreamUnreachableError(
    begun
      ? 'The upstream cut the connection in the middle of its answer.'
      : 'The upstream cannot be reached.',
    error,
  );
}
