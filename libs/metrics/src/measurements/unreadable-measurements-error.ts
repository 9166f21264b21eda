import { MetricsError } from '../metrics-error.js';

/** Thrown when stored measurements are damaged, or of a version that this one does not know. */
export class UnreadableMeasurementsError extends MetricsError {
  override readonly name = 'UnreadableMeasurementsError';
  constructor(reason: string, cause?: unknown) {
    super(`Stored measurements cannot be read: ${reason}`, 'metrics_unreadable', cause);
  }
}
