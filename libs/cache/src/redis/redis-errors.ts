import { CacheError, TierUnavailableError } from '../errors.js';

/** Thrown when options or a URL make no sense. The message never holds the URL, which may hold a password. */
export class RedisOptionError extends CacheError {
  override readonly name = 'RedisOptionError';
  constructor(message: string) {
    super(message, 'redis_option');
  }
}

/** Rejected with when no command can be sent, or the connection was lost before the answer came: then it may have been carried out. */
export class RedisUnavailableError extends TierUnavailableError {
  override readonly name = 'RedisUnavailableError';
  constructor(reason: string, cause?: unknown) {
    super(`Redis is not available: ${reason}`, 'redis_unavailable', cause);
  }
}

/** Rejected with when the answer does not come in time. The command may have been, or yet be, carried out. */
export class RedisTimeoutError extends TierUnavailableError {
  override readonly name = 'RedisTimeoutError';
  constructor(deadline: number) {
    super(`Redis did not answer within ${deadline} ms.`, 'redis_timeout');
  }
}

/** Rejected with when Redis answers that it will not, e.g. because its memory is full or it is a replica. */
export class RedisReplyError extends TierUnavailableError {
  override readonly name = 'RedisReplyError';
  /** What the answer begins with, e.g. `OOM`, `READONLY`, `WRONGTYPE`, `ERR`. */
  readonly reply: string;
  constructor(reply: string, message: string, cause: unknown) {
    super(`Redis refused: ${message}`, 'redis_reply', cause);
    this.reply = reply;
  }
}
