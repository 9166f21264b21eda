import { MetricsError } from '../metrics-error.js';

/** Thrown when a price table is not of the form that it has to have. Names the entry. */
export class InvalidPriceTableError extends MetricsError {
  override readonly name = 'InvalidPriceTableError';
  constructor(reason: string) {
    super(`The price table cannot be used: ${reason}`, 'invalid_price_table');
  }
}
