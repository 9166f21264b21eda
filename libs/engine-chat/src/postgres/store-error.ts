import { EngineError } from '@yychat/engine-core';
import pg from 'pg';

/** What each code is told as. None of them holds what the server said: that may be another user's text. */
const KINDS = {
  conversation_log_closed: { status: 503, message: 'The conversation log is closed.' },
  conversation_store_unreachable: { status: 503, message: 'The conversation store cannot be reached.' },
  conversation_store_refused: {
    status: 503,
    message: 'The database of the conversation store refuses the login.',
  },
  conversation_store_timeout: { status: 503, message: 'The conversation store did not answer in time.' },
  conversation_store_busy: { status: 503, message: 'Too many operations wait for the conversation store.' },
  conversation_store_unsupported: { status: 500, message: 'The database cannot hold a conversation store' },
  conversation_store_newer: { status: 500, message: 'The conversation store is of a newer release' },
  conversation_store_invalid: {
    status: 500,
    message: 'The conversation store was given what it cannot take',
  },
  conversation_store_failed: { status: 500, message: 'The conversation store failed' },
} as const;

export type PostgresStoreErrorCode = keyof typeof KINDS;

/** Thrown when the store cannot do what it was asked; `code` says why. Its cause is the driver's own error, where there is one. */
export class PostgresStoreError extends EngineError {
  override readonly name = 'PostgresStoreError';
  declare readonly code: PostgresStoreErrorCode;

  /** @param detail ends the message; never a secret, nor what somebody said */
  constructor(code: PostgresStoreErrorCode, { detail, cause }: { detail?: string; cause?: unknown } = {}) {
    const { status, message } = KINDS[code];
    super(detail === undefined ? message : `${message.replace(/\.$/, '')}: ${detail}`, {
      ...{ status, code, type: 'server_error', cause },
      ...(code === 'conversation_store_busy' && { retryAfter: 1 }),
    });
  }
}

/** Whether it was the server, or the store itself, that said no: then the connection is good for more. */
export const isRefusal = (error: unknown): boolean =>
  EngineError.is(error) || (error instanceof pg.DatabaseError && error.severity === 'ERROR');

/** Of the driver's own errors: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function codeOfState(state: string): PostgresStoreErrorCode {
  if (state === '57014') return 'conversation_store_timeout';
  if (state === '53300') return 'conversation_store_busy';
  if (/^(28|3D)/.test(state)) return 'conversation_store_refused';
  if (/^(08|57P)/.test(state)) return 'conversation_store_unreachable';
  return 'conversation_store_failed';
}

/** The pool's message when no connection became free. */
const NONE_FREE = 'timeout exceeded when trying to connect';

/** Of errors that no connection fails with; names, for another realm has its own classes. */
const MISTAKES: readonly unknown[] = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

function codeOfPlain(error: Error | undefined): PostgresStoreErrorCode {
  if (MISTAKES.includes(error?.name)) return 'conversation_store_failed';
  return error?.message === NONE_FREE ? 'conversation_store_busy' : 'conversation_store_unreachable';
}

/** What the driver, or the network below it, failed with, as an error of the store. */
export function toStoreError(error: unknown): EngineError {
  if (EngineError.is(error)) return error;
  if (!(error instanceof pg.DatabaseError)) {
    return new PostgresStoreError(codeOfPlain(error as Error | undefined), { cause: error });
  }
  const state = error.code ?? '';
  const code = codeOfState(state);
  return new PostgresStoreError(code, {
    ...(code === 'conversation_store_failed' && { detail: `SQLSTATE ${state}` }),
    cause: error,
  });
}
