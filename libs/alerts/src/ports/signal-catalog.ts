import type { Aggregation } from './signal-source.js';

/** What a figure is measured in: seconds, a share from 0 to 1, bytes, something per second, or a plain number. */
export type SignalUnit = 'seconds' | 'share' | 'bytes' | 'perSecond' | 'number';

export interface SignalDescription {
  readonly unit: SignalUnit;
  readonly aggs: readonly Aggregation[];
}

/** What there is to measure, by metric. */
export type SignalCatalog = Readonly<Record<string, SignalDescription>>;
