import { ApiError, toApiError } from './api-error.js';

/** Milliseconds that an answer may take. */
const DEADLINE = 10_000;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Milliseconds; default 10,000. For what may take longer, such as a switch over many instances. */
  readonly deadline?: number;
}

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A path with its query; what is null, undefined or empty is left out. */
export function withQuery(path: string, query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * Calls the API with the session's cookie.
 * @param route e.g. `POST /v1/engines/switch`
 * @returns the answer's JSON, undefined where it has none
 * @throws ApiError; the signal's reason, when that aborts it
 */
export async function call<Answer>(route: string, options: CallOptions = {}): Promise<Answer> {
  const response = await request(route, options);
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson ? await response.json() : undefined;
  if (!response.ok) throw toApiError(response.status, body);
  return body as Answer;
}

async function request(route: string, { signal, body, deadline = DEADLINE }: CallOptions): Promise<Response> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const timeout = AbortSignal.timeout(deadline);
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: headersOf(method, body),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    const late = timeout.aborted;
    throw new ApiError(
      late ? 'The service did not answer in time.' : 'The service cannot be reached.',
      0,
      late ? 'timeout' : 'unreachable',
      null,
      { cause: error },
    );
  }
}

/** For requests that do not go through `call`, such as a stream. Other sites cannot send such a header with the cookie. */
export function headersOf(method: string, body?: unknown): Record<string, string> {
  return {
    accept: 'application/json',
    ...(method !== 'GET' && { 'x-yychat-csrf': '1' }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
}
