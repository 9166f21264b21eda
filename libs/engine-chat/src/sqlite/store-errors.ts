import { EngineError } from '@yychat/engine-core';
import type { StoreFileProblem } from './file-problem.js';
import type { Failure } from './wire.js';

/**
 * Thrown when a store's file cannot be opened: it is no store (`conversation_store_foreign`), damaged (`conversation_store_corrupt`),
 * written by a newer version of this package (`conversation_store_newer`), or out of reach (`conversation_store_unopenable`). The
 * file is left as it is.
 */
export class StoreFileError extends EngineError {
  override readonly name = 'StoreFileError';
  constructor(message: string, code: StoreFileProblem, cause?: unknown) {
    super(message, { status: 503, code, type: 'server_error', cause });
  }
}

/** Thrown when so many operations wait already that another would wait in vain. */
export class StoreBusyError extends EngineError {
  override readonly name = 'StoreBusyError';
  constructor() {
    super('The conversation store has too much to do.', {
      ...{ status: 503, code: 'conversation_store_busy', type: 'server_error', retryAfter: 1 },
    });
  }
}

/** Thrown when an operation is asked for after `close`. */
export class StoreClosedError extends EngineError {
  override readonly name = 'StoreClosedError';
  constructor() {
    super('The conversation log is closed.', {
      ...{ status: 503, code: 'conversation_log_closed', type: 'server_error' },
    });
  }
}

/**
 * Thrown when SQLite fails in an operation, or the thread that it runs in ends. Nothing of the operation was kept, save where the thread
 * ended: then it may have been.
 */
export class StoreFailedError extends EngineError {
  override readonly name = 'StoreFailedError';
  constructor(message: string, cause?: unknown) {
    super(message, { status: 503, code: 'conversation_store_failed', type: 'server_error', cause });
  }
}

/** The error that a failure of the store is for its client. */
export function fromFailure({ message, problem }: Failure): StoreFileError | StoreFailedError {
  if (problem) return new StoreFileError(message, problem);
  return new StoreFailedError('The conversation store failed.', new Error(message));
}
