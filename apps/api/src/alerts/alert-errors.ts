import { AlertError, InvalidAlertError } from '@yychat/alerts';
import { EngineError } from '@yychat/engine-core';

const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  404: 'not_found_error',
  409: 'conflict_error',
};

/**
 * What the alerts answer. Rejects with an EngineError, which names the field at fault.
 * @param field of the request's body that the alerts were given
 */
export async function answerOf<T>(question: Promise<T>, field?: string): Promise<T> {
  try {
    return await question;
  } catch (error) {
    throw AlertError.is(error) ? asEngineError(within(error, field)) : error;
  }
}

function within(error: AlertError, field: string | undefined): AlertError {
  if (field === undefined || !(error instanceof InvalidAlertError)) return error;
  const what = error.code.replace('invalid_', '').replaceAll('_', ' ');
  return new InvalidAlertError(
    what,
    error.issues.map(({ path, message }) => ({ path: path === '' ? field : `${field}.${path}`, message })),
  );
}

function asEngineError(error: AlertError): EngineError {
  const { message, status, code, param } = error;
  return new EngineError(message, {
    status,
    code,
    type: TYPES[status] ?? 'server_error',
    param,
    cause: error,
  });
}
