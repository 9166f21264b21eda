import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BucketPart, StoredPart } from '../store/metrics-store.js';
import { FINE_KEPT, TIER_WIDTH, type Bucket } from '../store/tiers.js';

/** The parts of buckets in a metrics file. */
export class StoredParts {
  readonly #put: StatementSync;
  readonly #of: StatementSync;
  readonly #sweep: StatementSync;
  readonly #clear: StatementSync;
  readonly #retention: number;

  constructor(database: DatabaseSync, retention: number) {
    this.#retention = retention;
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO part (tier, start, series, instance, data) VALUES (?, ?, ?, ?, ?)',
    );
    this.#of = database.prepare('SELECT series, instance, data FROM part WHERE tier = ? AND start = ?');
    this.#sweep = database.prepare('DELETE FROM part WHERE tier = ? AND start < ?');
    this.#clear = database.prepare('DELETE FROM part');
  }

  put(instance: string, { bucket, series, data }: BucketPart): void {
    this.#put.run(bucket.tier, bucket.start, series, instance, data);
  }

  of({ tier, start }: Bucket): readonly StoredPart[] {
    return Array.from(this.#of.all(tier, start) as unknown as StoredPart[]);
  }

  sweep(now: number): void {
    this.#sweep.run('10s', now - FINE_KEPT - TIER_WIDTH['10s']);
    this.#sweep.run('5m', now - this.#retention - TIER_WIDTH['5m']);
  }

  clear(): void {
    this.#clear.run();
  }
}
