import type { ScriptedError } from './behaviour.js';
import { typeName } from './json.js';

/** Thrown when a request is answered with an error in OpenAI's envelope. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;

  constructor(status: number, message: string, more: { type?: string; code?: string; param?: string } = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.type = more.type ?? typeOf(status);
    this.code = more.code ?? null;
    this.param = more.param ?? null;
  }
}

/** A 400 as the API gives it for a request that it cannot accept. */
export function invalid(message: string, param?: string, code?: string): ApiError {
  return new ApiError(400, message, {
    ...(param !== undefined && { param }),
    ...(code !== undefined && { code }),
  });
}

/** A 400 for a field that is not there. */
export function missing(param: string): ApiError {
  return invalid(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
}

/** A 400 for a value of the wrong type. */
export function wrongType(param: string, expected: string, value: unknown): ApiError {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${typeName(value)} instead.`;
  return invalid(message, param, 'invalid_type');
}

/** A 400 for a value that is none of those the API knows. */
export function unsupported(param: string, supported: readonly string[], value: unknown): ApiError {
  const given = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined);
  const values = supported.map((known) => `'${known}'`).join(', ');
  return invalid(`Invalid value: '${given ?? ''}'. Supported values are: ${values}.`, param, 'invalid_value');
}

/** OpenAI's error envelope, as JSON. */
export function errorJson(error: {
  message: string;
  type: string;
  param: string | null;
  code: string | null;
}): string {
  const { message, type, param, code } = error;
  return JSON.stringify({ error: { message, type, param, code } });
}

/** The body of a scripted error. */
export function scriptedErrorJson(error: ScriptedError): string {
  return errorJson({
    message: error.message ?? `The simulator was told to answer with status ${error.status}.`,
    type: error.type ?? typeOf(error.status),
    param: error.param ?? null,
    code: error.code ?? (error.status === 429 ? 'rate_limit_exceeded' : null),
  });
}

function typeOf(status: number): string {
  if (status === 429) return 'requests';
  return status < 500 ? 'invalid_request_error' : 'server_error';
}
