import type { Sketch } from '../sketch/sketch.js';

/** How the values of one measure are spread. Times in seconds. Everything but `count` is `null` without values. */
export interface Spread {
  /** How many values these figures rest on. */
  readonly count: number;
  readonly avg: number | null;
  /** Like the percentiles, within 1 % of the truth. */
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

const EMPTY: Spread = { count: 0, avg: null, median: null, min: null, max: null, p95: null, p99: null };

export function spreadOf(sketch: Sketch | undefined): Spread {
  if (sketch === undefined || sketch.count === 0) return EMPTY;
  return {
    count: sketch.count,
    avg: sketch.average,
    median: sketch.quantile(0.5),
    min: sketch.min,
    max: sketch.max,
    p95: sketch.quantile(0.95),
    p99: sketch.quantile(0.99),
  };
}
