const MARKER = Symbol.for('yychat.metrics.error');

/** What can go wrong, as the `code` of a {@link MetricsError}. */
export type MetricsErrorCode =
  | 'metrics_unreadable'
  | 'metrics_store_unavailable'
  | 'metrics_store_closed'
  | 'metrics_file_unusable'
  | 'unknown_metric'
  | 'invalid_query'
  | 'invalid_price_table';

/** The base of all errors of this package. */
export class MetricsError extends Error {
  override readonly name: string = 'MetricsError';
  readonly [MARKER] = true;
  readonly code: MetricsErrorCode;

  constructor(message: string, code: MetricsErrorCode, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }

  /** Works across copies of this package, unlike `instanceof`. */
  static is(error: unknown): error is MetricsError {
    return typeof error === 'object' && error !== null && MARKER in error;
  }
}
