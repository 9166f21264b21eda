import { MetricsError } from '../metrics-error.js';

/** Thrown when a query asks for something that cannot be. Says what can. */
export class InvalidQueryError extends MetricsError {
  override readonly name = 'InvalidQueryError';
  /** The part of the query that is at fault. */
  readonly param: string;
  constructor(message: string, param: string) {
    super(message, 'invalid_query');
    this.param = param;
  }
}

/** Thrown when there is no metric of a name. */
export class UnknownMetricError extends MetricsError {
  override readonly name = 'UnknownMetricError';
  constructor(metric: string, known: string) {
    super(`There is no metric "${metric}". There are ${known}.`, 'unknown_metric');
  }
}
