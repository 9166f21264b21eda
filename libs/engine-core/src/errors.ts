import type { StageTiming } from './stage-timing.js';

const MARKER = Symbol.for('yychat.engine.error');

/** The `type` of OpenAI's error envelope. */
export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'conflict_error'
  | 'rate_limit_error'
  | 'timeout_error'
  | 'upstream_error'
  | 'server_error';

export interface EngineErrorInit {
  readonly status: number;
  readonly code: string;
  readonly type: ErrorType | (string & {});
  readonly param?: string | null;
  readonly cause?: unknown;
  /** Seconds after which a retry can help. */
  readonly retryAfter?: number;
}

/**
 * What an engine throws before its first event and yields after it. Safe to show to a client:
 * `message` never holds a secret or another user's text.
 */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
  readonly [MARKER] = true;
  /** HTTP status that says it best, 400–599. */
  readonly status: number;
  readonly code: string;
  readonly type: string;
  /** The field of the request that is at fault. */
  readonly param: string | null;
  readonly retryAfter: number | undefined;
  /** What the turn had done until then; filled by the pipeline. */
  stages: readonly StageTiming[] = [];

  constructor(message: string, init: EngineErrorInit) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.status = init.status;
    this.code = init.code;
    this.type = init.type;
    this.param = init.param ?? null;
    this.retryAfter = init.retryAfter;
  }

  /** Works across copies of this package, unlike `instanceof`. */
  static is(error: unknown): error is EngineError {
    return typeof error === 'object' && error !== null && MARKER in error;
  }
}

/** Thrown when a field of the request has a value that cannot be honoured. */
export class InvalidRequestError extends EngineError {
  override readonly name = 'InvalidRequestError';
  constructor(message: string, param: string | null, code = 'invalid_value') {
    super(message, { status: 400, code, type: 'invalid_request_error', param });
  }
}

/** Thrown when the upstream answers with an error status. Status and code are the upstream's own. */
export class UpstreamError extends EngineError {
  override readonly name = 'UpstreamError';
}

/** Thrown when the upstream does not answer, or falls silent, within its deadline. */
export class UpstreamTimeoutError extends EngineError {
  override readonly name = 'UpstreamTimeoutError';
  constructor(message: string, cause?: unknown) {
    super(message, { status: 504, code: 'upstream_timeout', type: 'timeout_error', cause });
  }
}

/** Thrown when the upstream cannot be reached, or cuts the connection. */
export class UpstreamUnreachableError extends EngineError {
  override readonly name = 'UpstreamUnreachableError';
  constructor(message: string, cause?: unknown) {
    super(message, { status: 502, code: 'upstream_unreachable', type: 'upstream_error', cause });
  }
}

/** Thrown when the upstream's answer is not what the OpenAI API says it is. */
export class UpstreamProtocolError extends EngineError {
  override readonly name = 'UpstreamProtocolError';
  constructor(message: string, cause?: unknown) {
    super(message, { status: 502, code: 'upstream_protocol_error', type: 'upstream_error', cause });
  }
}

/** Thrown when the caller's signal was aborted. There is usually nobody left to tell. */
export class CancelledError extends EngineError {
  override readonly name = 'CancelledError';
  constructor(cause?: unknown) {
    super('The request was cancelled.', { status: 408, code: 'cancelled', type: 'timeout_error', cause });
  }
}

/** Thrown when a tool definition cannot be valid. Names the tool. */
export class InvalidToolError extends EngineError {
  override readonly name = 'InvalidToolError';
  constructor(tool: string, reason: string, cause?: unknown) {
    super(`Tool "${tool}" is refused: ${reason}`, {
      status: 500,
      code: 'invalid_tool',
      type: 'server_error',
      cause,
    });
  }
}

/** Thrown when a tool fails in a way that the model, and the caller, should be told. */
export class ToolExecutionError extends EngineError {
  override readonly name = 'ToolExecutionError';
  constructor(message: string, init: { code?: string; status?: number; cause?: unknown } = {}) {
    super(message, {
      status: init.status ?? 502,
      code: init.code ?? 'tool_failed',
      type: 'server_error',
      cause: init.cause,
    });
  }
}

/** Thrown when no engine has the given name. */
export class EngineNotFoundError extends EngineError {
  override readonly name = 'EngineNotFoundError';
  constructor(engine: string, param = 'engine_name') {
    super(`There is no engine "${engine}".`, {
      status: 404,
      code: 'engine_not_found',
      type: 'not_found_error',
      param,
    });
  }
}

/** Thrown when a switch would lead to an engine that is not healthy, and it was not forced. */
export class EngineUnhealthyError extends EngineError {
  override readonly name = 'EngineUnhealthyError';
  constructor(engine: string) {
    super(`Engine "${engine}" is not healthy; send "force": true to switch all the same.`, {
      status: 409,
      code: 'engine_unhealthy',
      type: 'conflict_error',
      param: 'engine_name',
    });
  }
}

/** The given error if it is an engine error; else one that tells the client nothing of the inside. */
export function toEngineError(error: unknown): EngineError {
  if (EngineError.is(error)) return error;
  return new EngineError('The server had an error while processing your request.', {
    status: 500,
    code: 'internal_error',
    type: 'server_error',
    cause: error,
  });
}
