import { Measurements } from '../measurements/measurements.js';
import { encodeMeasurements } from '../measurements/measurements-codec.js';
import type { BucketPart } from '../store/metrics-store.js';
import { bucketAt, bucketName, endOf, FINE_KEPT, TIERS, type Bucket, type Tier } from '../store/tiers.js';

/** Milliseconds after its end from which on a bucket is expected to change no more. */
export const SETTLE = 20_000;

/** Milliseconds by which the clocks of instances, and the way to the store, may let one see a bucket end before another does. */
const SKEW = 10_000;

/** One series of a bucket, and how much of it the store is known to have. */
class LiveSeries {
  readonly measurements = new Measurements();
  changes = 0;
  savedChanges = 0;
  turns = 0;
  savedTurns = 0;

  get isSaved(): boolean {
    return this.changes === this.savedChanges;
  }
}

class LiveBucket {
  readonly series = new Map<string, LiveSeries>();

  constructor(
    readonly bucket: Bucket,
    readonly end: number,
  ) {}
}

/** What is to be written: parts, and what `saved` is told when that has gone well. */
export interface Unsaved {
  readonly parts: readonly BucketPart[];
  /** Names of the buckets among them that others may have read for the last time. */
  readonly late: readonly string[];
  /** Marks these parts, as they were, as kept by the store. */
  saved(): void;
}

/**
 * What this instance measured in the buckets that are not over, or not yet kept by the store. Each part grows until its bucket is over and is
 * written as a whole each time: written twice it counts once, and what could not be written is in the next part.
 */
export class LiveBuckets {
  readonly #buckets = new Map<string, LiveBucket>();
  readonly #current = new Map<Tier, LiveBucket>();
  /** Until when all buckets were let go of. */
  readonly #goneUntil = new Map<Tier, number>();

  /**
   * Adds to a series in the buckets of all tiers.
   * @param turns how many turns this is, for the count of what may have to be dropped
   */
  add(series: string, now: number, turns: number, addTo: (measurements: Measurements) => void): void {
    for (const tier of TIERS) {
      const live = this.#at(tier, now);
      let known = live.series.get(series);
      if (known === undefined) live.series.set(series, (known = new LiveSeries()));
      known.changes++;
      known.turns += turns;
      addTo(known.measurements);
    }
  }

  /** What the store does not have as it is now, oldest first, at most `limit` parts. */
  unsaved(now: number, limit: number): Unsaved {
    const parts: BucketPart[] = [];
    const late = new Set<string>();
    const marks: (() => void)[] = [];
    for (const [name, { bucket, end, series }] of this.#buckets) {
      for (const [seriesName, live] of series) {
        if (live.isSaved || parts.length >= limit) continue;
        parts.push({ bucket, series: seriesName, data: encodeMeasurements(live.measurements) });
        if (now >= end + SETTLE - SKEW) late.add(name);
        const { changes, turns } = live;
        marks.push(() => {
          live.savedChanges = changes;
          live.savedTurns = turns;
        });
      }
    }
    return { parts, late: [...late], saved: () => marks.forEach((mark) => mark()) };
  }

  /** The buckets that it has not let go of. */
  get buckets(): readonly Bucket[] {
    return [...this.#buckets.values()].map(({ bucket }) => bucket);
  }

  /** What this instance has, by series, of a bucket that it has not let go of. */
  measured(bucketName: string): ReadonlyMap<string, { readonly measurements: Measurements }> | undefined {
    return this.#buckets.get(bucketName)?.series;
  }

  /**
   * Lets go of buckets that are settled and kept by the store, and of those that are too old to wait for it any longer.
   * @param patience milliseconds after its end that a 5-minute bucket is kept for a store that does not answer
   * @returns how many turns will never be in the store
   */
  prune(now: number, patience: number): number {
    let dropped = 0;
    for (const [name, { bucket, end, series }] of this.#buckets) {
      const all = [...series.values()];
      const isDone = now >= end + SETTLE && all.every((live) => live.isSaved);
      const isTooOld = now >= end + (bucket.tier === '10s' ? FINE_KEPT : patience);
      if (!isDone && !isTooOld) continue;
      this.#buckets.delete(name);
      this.#goneUntil.set(bucket.tier, Math.max(end, this.#goneUntil.get(bucket.tier) ?? 0));
      if (this.#current.get(bucket.tier)?.bucket === bucket) this.#current.delete(bucket.tier);
      // Turns of a 10-second bucket are in a 5-minute one as well.
      if (bucket.tier === '5m') for (const live of all) dropped += live.turns - live.savedTurns;
    }
    return dropped;
  }

  /** Forgets everything. */
  clear(): void {
    this.#buckets.clear();
    this.#current.clear();
    this.#goneUntil.clear();
  }

  #at(tier: Tier, now: number): LiveBucket {
    const current = this.#current.get(tier);
    if (current !== undefined && now >= current.bucket.start && now < current.end) return current;
    // A clock that is set back must not begin a bucket anew, for that would take the place of what the store has of it.
    const bucket = bucketAt(tier, Math.max(now, this.#goneUntil.get(tier) ?? 0));
    const name = bucketName(bucket);
    let live = this.#buckets.get(name);
    if (live === undefined) this.#buckets.set(name, (live = new LiveBucket(bucket, endOf(bucket))));
    this.#current.set(tier, live);
    return live;
  }
}
