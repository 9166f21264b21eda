const MARKER = Symbol.for('yychat.cache.error');

/** What this package throws. `message` and `cause` never hold a password. */
export class CacheError extends Error {
  override readonly name: string = 'CacheError';
  readonly [MARKER] = true;
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }

  /** Works across copies of this package, unlike `instanceof`. */
  static is(error: unknown): error is CacheError {
    return typeof error === 'object' && error !== null && MARKER in error;
  }
}

/** Thrown when an option has a value that cannot be honoured. Names the option. */
export class CacheOptionError extends CacheError {
  override readonly name = 'CacheOptionError';
  constructor(message: string) {
    super(message, 'cache_option');
  }
}

/** What a tier that cannot do its work rejects with. A cache takes it as "go on without that tier". */
export class TierUnavailableError extends CacheError {
  override readonly name: string = 'TierUnavailableError';
  readonly unavailable = true;

  /** Works across copies of this package, unlike `instanceof`. */
  static override is(error: unknown): error is TierUnavailableError {
    return CacheError.is(error) && 'unavailable' in error;
  }
}
