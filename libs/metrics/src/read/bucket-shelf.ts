import { SETTLE, type LiveBuckets } from '../live/live-buckets.js';
import { addEncoded } from '../measurements/measurements-codec.js';
import type { Measurements, SketchFilter } from '../measurements/measurements.js';
import type { UnreadableMeasurementsError } from '../measurements/unreadable-measurements-error.js';
import type { ListTail, StoredPart } from '../store/metrics-store.js';
import { bucketAt, bucketName, endOf, startOf, TIER_WIDTH, TIERS, type Bucket } from '../store/tiers.js';
import { BucketCache } from './bucket-cache.js';
import { BUCKETS_OF_HOUR, HourSums, isWholeHour } from './hour-sums.js';
import { StoredBucket, type BySeries } from './stored-bucket.js';

/** Adds what was measured of one series in one bucket to the given measurements. */
export type AddSeries = (to: Measurements, isWanted?: SketchFilter) => void;

interface SettledBucket {
  readonly series: BySeries<Buffer>;
  /** Whether all that was stored of it could be read. */
  readonly isComplete: boolean;
}

/** The buckets of the whole cluster, as far as this instance knows them. */
export class BucketShelf {
  /** Of buckets that change no more. */
  readonly #settled: BucketCache<SettledBucket>;
  readonly #hours = new HourSums();
  #changing = new Map<string, StoredBucket>();
  readonly #live: LiveBuckets;
  readonly #instance: string;
  #lateSeen = 0;

  /** @param limit how many settled buckets are kept in memory */
  constructor(live: LiveBuckets, instance: string, limit: number) {
    this.#live = live;
    this.#instance = instance;
    this.#settled = new BucketCache(limit);
  }

  /** How many buckets had been written late, in all, when it was last told. */
  get lateSeen(): number {
    return this.#lateSeen;
  }

  /** The buckets that have to be read again and again: those that are not over for long, and those that wait for the store. */
  changing(now: number): readonly Bucket[] {
    const buckets = new Map(this.#live.buckets.map((bucket) => [bucketName(bucket), bucket]));
    for (const tier of TIERS) {
      for (let bucket = bucketAt(tier, now); endOf(bucket) + SETTLE > now;) {
        buckets.set(bucketName(bucket), bucket);
        bucket = { tier, start: bucket.start - TIER_WIDTH[tier] };
      }
    }
    return [...buckets.values()];
  }

  isSettled(bucket: Bucket, now: number): boolean {
    return endOf(bucket) + SETTLE <= now && this.#live.measured(bucketName(bucket)) === undefined;
  }

  /** Whether all of a settled bucket is known; undefined if nothing is. */
  knows(bucket: Bucket): boolean | undefined {
    return this.#settled.get(bucketName(bucket))?.isComplete;
  }

  /** Forgets settled buckets that were written all the same. */
  forgetLate({ total, items }: ListTail): void {
    const added = total - this.#lateSeen;
    this.#lateSeen = total;
    if (added < 0 || items.length < added) {
      this.#settled.clear();
      this.#hours.clear();
      return;
    }
    for (const name of items) {
      this.#settled.delete(name);
      this.#hours.forget(startOf(name));
    }
  }

  /** @returns why some of it could not be read, if so; as the one below */
  putChanging(
    buckets: readonly Bucket[],
    parts: readonly (readonly StoredPart[])[],
  ): UnreadableMeasurementsError | undefined {
    const read = buckets.map((bucket, i): [string, StoredBucket] => [
      bucketName(bucket),
      new StoredBucket(parts[i] ?? [], this.#instance),
    ]);
    this.#changing = new Map(read);
    return read.find(([, { unreadable }]) => unreadable !== undefined)?.[1].unreadable;
  }

  putSettled(bucket: Bucket, parts: readonly StoredPart[]): UnreadableMeasurementsError | undefined {
    const read = new StoredBucket(parts, this.#instance);
    const { unreadable } = read;
    if (bucket.tier === '5m') this.#hours.forget(bucket.start);
    this.#settled.set(bucketName(bucket), { series: read.packed(), isComplete: unreadable === undefined });
    return unreadable;
  }

  /**
   * Shows each series that is known of these buckets, once or more often.
   * @param buckets oldest first
   */
  visitAll(buckets: readonly Bucket[], visitor: (series: string, add: AddSeries) => void): void {
    for (let i = 0; i < buckets.length; i++) {
      const hour = isWholeHour(buckets, i) ? this.#hourOf(buckets.slice(i, i + BUCKETS_OF_HOUR)) : undefined;
      if (hour === undefined) {
        this.visit(buckets[i] as Bucket, visitor);
        continue;
      }
      for (const [series, data] of hour) {
        visitor(series, (to, isWanted) => addEncoded(data, to, isWanted));
      }
      i += BUCKETS_OF_HOUR - 1;
    }
  }

  /** Shows each series that is known of a bucket, by one or more instances. */
  visit(bucket: Bucket, visitor: (series: string, add: AddSeries) => void): void {
    const name = bucketName(bucket);
    const live = this.#live.measured(name);
    if (live !== undefined) {
      for (const [series, { measurements }] of live)
        visitor(series, (to, isWanted) => to.merge(measurements, isWanted));
    }
    const changing = this.#changing.get(name);
    const settled = changing === undefined && live === undefined ? this.#settled.get(name) : undefined;
    for (const [series, data] of settled?.series ?? []) {
      visitor(series, (to, isWanted) => addEncoded(data, to, isWanted));
    }
    if (changing === undefined) return;
    for (const [series, measurements] of changing.others)
      visitor(series, (to, isWanted) => to.merge(measurements, isWanted));
    if (live !== undefined) return;
    for (const [series, measurements] of changing.own)
      visitor(series, (to, isWanted) => to.merge(measurements, isWanted));
  }

  /** The sum of an hour's buckets; undefined if one of them may change, or is not known. */
  #hourOf(buckets: readonly Bucket[]): BySeries<Buffer> | undefined {
    const settled: BySeries<Buffer>[] = [];
    for (const bucket of buckets) {
      const name = bucketName(bucket);
      const known = this.#settled.get(name);
      const mayChange = this.#changing.has(name) || this.#live.measured(name) !== undefined;
      if (known === undefined || mayChange) return undefined;
      settled.push(known.series);
    }
    return this.#hours.at((buckets[0] as Bucket).start, () => settled);
  }

  clear(): void {
    this.#settled.clear();
    this.#hours.clear();
    this.#changing.clear();
    this.#lateSeen = 0;
  }
}
