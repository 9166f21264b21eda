import { addEncoded, encodeMeasurements } from '../measurements/measurements-codec.js';
import { Measurements } from '../measurements/measurements.js';
import { HOUR } from '../store/metrics-store.js';
import { TIER_WIDTH, type Bucket } from '../store/tiers.js';
import { BucketCache } from './bucket-cache.js';
import type { BySeries } from './stored-bucket.js';

/** 5-minute buckets of an hour. */
export const BUCKETS_OF_HOUR = HOUR / TIER_WIDTH['5m'];

/** A month of them. */
const KEPT = 31 * 24;

/** Whether an hour begins with that of the buckets, and all of it is there. They are in order. */
export function isWholeHour(buckets: readonly Bucket[], first: number): boolean {
  const [begin, end] = [buckets[first], buckets[first + BUCKETS_OF_HOUR - 1]];
  if (begin?.tier !== '5m' || begin.start % HOUR !== 0) return false;
  return end?.start === begin.start + HOUR - TIER_WIDTH['5m'];
}

/** Hours whose buckets change no more, added up: a day is then the sum of 24, and not of 288. */
export class HourSums {
  readonly #hours = new BucketCache<BySeries<Buffer>>(KEPT);

  /** @param parts what there is of its buckets, should it not be known yet */
  at(start: number, parts: () => readonly BySeries<Buffer>[]): BySeries<Buffer> {
    const known = this.#hours.get(`${start}`);
    if (known !== undefined) return known;
    const sums = new Map<string, Measurements>();
    for (const part of parts()) {
      for (const [series, data] of part) {
        let sum = sums.get(series);
        if (sum === undefined) sums.set(series, (sum = new Measurements()));
        addEncoded(data, sum);
      }
    }
    const hour = new Map([...sums].map(([series, sum]) => [series, encodeMeasurements(sum)]));
    this.#hours.set(`${start}`, hour);
    return hour;
  }

  /** @param time of something that was not known when the hour was added up */
  forget(time: number): void {
    this.#hours.delete(`${Math.floor(time / HOUR) * HOUR}`);
  }

  clear(): void {
    this.#hours.clear();
  }
}
