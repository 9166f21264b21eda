import { MetricsError } from '../metrics-error.js';

/** Thrown when the store cannot be reached, or does not answer in time. Whether it did what it was asked is then unknown. */
export class StoreUnavailableError extends MetricsError {
  override readonly name = 'StoreUnavailableError';
  constructor(message: string, cause?: unknown) {
    super(message, 'metrics_store_unavailable', cause);
  }
}

/** Thrown when a store is used after it was closed. */
export class StoreClosedError extends MetricsError {
  override readonly name = 'StoreClosedError';
  constructor() {
    super('The metrics store is closed.', 'metrics_store_closed');
  }
}

/** Thrown when the embedded store's file cannot be opened, or is none of a metrics store. The file is left as it is. */
export class StoreFileError extends MetricsError {
  override readonly name = 'StoreFileError';
  constructor(message: string, cause?: unknown) {
    super(message, 'metrics_file_unusable', cause);
  }
}
