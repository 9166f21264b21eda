import type { InvalidField } from '@yychat/protocol';

/** Thrown when the API refuses, fails, or cannot be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    message: string,
    /** HTTP status; 0 where there was no answer. */
    readonly status: number,
    /** OpenAI's `code`, or `unreachable`, `timeout` where there was no answer. */
    readonly code: string | null,
    /** The field of the request that is wrong. */
    readonly param: string | null = null,
    options?: ErrorOptions,
    /** Every field that is wrong, where the API says so. */
    readonly fields: readonly InvalidField[] = [],
  ) {
    super(message, options);
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** From an error in OpenAI's envelope; what is no envelope is told by its status. */
export function toApiError(status: number, body: unknown): ApiError {
  const error = fieldsOf(fieldsOf(body)['error']);
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return new ApiError(
    text(error['message']) ?? `HTTP ${status}`,
    status,
    text(error['code']) ?? text(error['type']),
    text(error['param']),
    undefined,
    Array.isArray(error['fields']) ? (error['fields'] as readonly InvalidField[]) : [],
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
