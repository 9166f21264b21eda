import type { Clock, Logger } from '@yychat/engine-core';
import type { PriceTable } from '../prices/price-table.js';
import type { MetricsStore, StoreLimits } from '../store/metrics-store.js';

export interface MetricsOptions {
  /** Handed in open, and left open. */
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this run of this process: it must be another one after each start, or what a run before it measured is lost. */
  readonly instance: string;
  /** The same as the store has. */
  readonly limits?: StoreLimits;
  /** Default none: no turn has a cost. */
  readonly prices?: PriceTable;
  /** Models that are told apart from the beginning; others, 32 in all, when they have answered. */
  readonly models?: readonly string[];
  /** What an instance tells of itself, such as host and version. Not a secret. */
  readonly about?: Readonly<Record<string, string>>;
  /** From 0 to 1, 1 excluded. Default `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds between two batches. Default 1,000. */
  readonly period?: number;
  /** How many turns wait for the store at most. What is beyond is in figures, but not in lists. Default 2,000. */
  readonly waitingTurns?: number;
  /** Milliseconds that measurements wait for a store that does not answer, before they are dropped. Default 3 hours. */
  readonly patience?: number;
  /** How many 5-minute and 10-second buckets are kept in memory. Default those of the retention, at most 10,000. */
  readonly cachedBuckets?: number;
}
