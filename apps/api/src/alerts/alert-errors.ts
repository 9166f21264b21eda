import { AlertError, InvalidAlertError, type FieldIssue } from '@yychat/alerts';
import { EngineError } from '@yychat/engine-core';
import type { InvalidField } from '@yychat/protocol';
import { InvalidFieldsError } from '../errors/invalid-fields-error.js';

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
    error.issues.map(({ path, ...issue }) => ({ ...issue, path: path === '' ? field : `${field}.${path}` })),
  );
}

function asField({ path, message, code = 'invalid', values = {} }: FieldIssue): InvalidField {
  return { param: path, code, message, values };
}

function asEngineError(error: AlertError): EngineError {
  const { message, status, code, param } = error;
  const init = { status, code, type: TYPES[status] ?? 'server_error', param, cause: error };
  if (!(error instanceof InvalidAlertError)) return new EngineError(message, init);
  return new InvalidFieldsError(message, init, error.issues.map(asField));
}
