import { setImmediate as breathe } from 'node:timers/promises';
import type { ClusterReader } from '../read/cluster-reader.js';
import { endOf, TIER_WIDTH, type Bucket } from '../store/tiers.js';
import type { Metric, MetricValue } from './metric.js';
import { SlidingSample } from './sliding-sample.js';
import { takeSample } from './take-sample.js';
import { bucketsOf, type SlidingWindow } from './time-range.js';
import type { MeasuredTurns } from './turn-filter.js';

/** Buckets that are added up before others get their turn: a few milliseconds. */
const AT_ONCE = 100;

export interface TakenRange {
  /** For each time, the value of each metric. */
  readonly values: readonly (readonly MetricValue[])[];
  readonly complete: boolean;
}

/** Takes metrics of windows that overlap. Each bucket is read, and added up, once. */
export async function takeRange(
  reader: ClusterReader,
  window: SlidingWindow,
  metrics: readonly Metric[],
  filter: MeasuredTurns,
): Promise<TakenRange> {
  const ends = new Set(window.times);
  const sliding = new SlidingSample(window.length / TIER_WIDTH[window.tier]);
  const values: (readonly MetricValue[])[] = [];
  const buckets = bucketsOf(window);
  let complete = true;
  for (let i = 0; i < buckets.length; i += AT_ONCE) {
    const some = buckets.slice(i, i + AT_ONCE);
    complete = (await reader.load(some)) && complete;
    for (const bucket of some) {
      sliding.push(takeSample(reader.shelf, rangeOfOne(bucket), metrics, filter, endOf(bucket)));
      if (!ends.has(endOf(bucket))) continue;
      const sample = sliding.sum();
      values.push(metrics.map((metric) => metric.valueOf(sample)));
    }
    await breathe();
  }
  return { values, complete };
}

function rangeOfOne(bucket: Bucket) {
  return { tier: bucket.tier, from: bucket.start, to: endOf(bucket), buckets: [bucket] };
}
