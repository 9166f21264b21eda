import type { Clock } from '@yychat/engine-core';
import type { DatabaseSync } from 'node:sqlite';
import { DEFAULT_LIMITS, LATE_KEPT } from '../store/metrics-store.js';
import type { Batch, MetricsStore, ReadAnswer, ReadRequest, StoreLimits } from '../store/metrics-store.js';
import { StoreClosedError, StoreUnavailableError } from '../store/store-errors.js';
import { Heartbeats } from './heartbeats.js';
import { openMetricsFile } from './metrics-file.js';
import { StoredLists } from './stored-lists.js';
import { StoredParts } from './stored-parts.js';
import { StoredSlowTurns } from './stored-slow-turns.js';

export interface SqliteMetricsStoreOptions {
  /** Path of its file, or `:memory:`. */
  readonly file: string;
  readonly clock: Clock;
  readonly limits?: StoreLimits;
}

/** Milliseconds between two looks for what is too old. */
const SWEEP_PERIOD = 60_000;

/** The embedded metrics store: a SQLite file, of one process. */
export class SqliteMetricsStore implements MetricsStore {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #parts: StoredParts;
  readonly #lists: StoredLists;
  readonly #slow: StoredSlowTurns;
  readonly #heartbeats: Heartbeats;
  readonly #limits: Required<StoreLimits>;
  /** The last batch of each instance: instances of one process, so that nobody asks after its end. */
  readonly #sequences = new Map<string, number>();
  #sweptAt = -Infinity;
  #isClosed = false;

  /** @throws StoreFileError when the file cannot be used */
  constructor({ file, clock, limits }: SqliteMetricsStoreOptions) {
    this.#clock = clock;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#database = openMetricsFile(file);
    this.#parts = new StoredParts(this.#database, this.#limits.retention);
    this.#lists = new StoredLists(this.#database, {
      turns: this.#limits.turns,
      events: this.#limits.events,
      late: LATE_KEPT,
    });
    this.#slow = new StoredSlowTurns(this.#database, this.#limits);
    this.#heartbeats = new Heartbeats(clock, this.#limits.heartbeatLifetime);
  }

  write(batch: Batch): Promise<number> {
    return this.#do(() => {
      const generation = this.#lists.generation();
      const last = this.#sequences.get(batch.instance) ?? 0;
      if (generation !== batch.generation || batch.sequence <= last) return generation;
      for (const part of batch.parts) this.#parts.put(batch.instance, part);
      this.#lists.append('turns', textsOf(batch.turns, last));
      this.#lists.append('events', textsOf(batch.events, last));
      this.#lists.append('late', batch.late);
      for (const turn of batch.slow) this.#slow.put(turn);
      this.#heartbeats.beat(batch.instance, batch.heartbeat);
      this.#sequences.set(batch.instance, batch.sequence);
      this.#sweep();
      return generation;
    });
  }

  read({ buckets, turnsAfter, eventsAfter, lateAfter }: ReadRequest): Promise<ReadAnswer> {
    return this.#do(() => ({
      generation: this.#lists.generation(),
      buckets: buckets.map((bucket) => this.#parts.of(bucket)),
      turns: this.#lists.tail('turns', turnsAfter),
      events: this.#lists.tail('events', eventsAfter),
      late: this.#lists.tail('late', lateAfter),
      heartbeats: this.#heartbeats.alive(),
    }));
  }

  slowest(engine: string, hours: readonly number[]): Promise<readonly (readonly string[])[]> {
    return this.#do(() => hours.map((hour) => this.#slow.of(engine, hour)));
  }

  clear(now: number): Promise<number> {
    return this.#do(() => {
      const generation = Math.max(this.#lists.generation() + 1, now);
      this.#parts.clear();
      this.#lists.clear(generation);
      this.#slow.clear();
      return generation;
    });
  }

  close(): Promise<void> {
    if (!this.#isClosed) this.#database.close();
    this.#isClosed = true;
    return Promise.resolve();
  }

  /** Does something as a whole, or not at all. */
  #do<Result>(work: () => Result): Promise<Result> {
    if (this.#isClosed) return Promise.reject(new StoreClosedError());
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const result = work();
      this.#database.exec('COMMIT');
      return Promise.resolve(result);
    } catch (error) {
      return Promise.reject(new StoreUnavailableError('The metrics file failed.', this.#rollBack(error)));
    }
  }

  /** @returns why it failed */
  #rollBack(error: unknown): unknown {
    try {
      this.#database.exec('ROLLBACK');
    } catch (another) {
      // After some failures, such as a full disk, SQLite has gone back by itself.
      const isBack = another instanceof Error && another.message.includes('no transaction is active');
      if (!isBack) return new AggregateError([error, another], 'The transaction could not be undone.');
    }
    return error;
  }

  #sweep(): void {
    const now = this.#clock.now();
    if (now - this.#sweptAt < SWEEP_PERIOD) return;
    this.#sweptAt = now;
    this.#parts.sweep(now);
    this.#slow.sweep(now);
  }
}

/** What the store does not have yet. */
function textsOf(additions: Batch['turns'], last: number): readonly string[] {
  return additions.filter(({ sequence }) => sequence > last).map(({ text }) => text);
}
