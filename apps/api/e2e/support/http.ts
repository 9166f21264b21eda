import { ADMIN_KEY, type ServiceUnderTest } from './service.js';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the answer is not JSON. */
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- looked at field by field
}

export interface HttpOptions {
  /** Default: the admin key. `null`: none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** Sends one request, e.g. `POST /v1/tools/call`, as any HTTP client would. */
export async function send(
  service: ServiceUnderTest,
  route: string,
  { key = ADMIN_KEY, headers = {}, body }: HttpOptions = {},
): Promise<HttpAnswer> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const response = await fetch(service.url + path, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}
