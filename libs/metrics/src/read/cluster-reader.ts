import type { Clock, Logger } from '@yychat/engine-core';
import { unpackEvent, type KeptEvent } from '../events/metrics-event.js';
import type { MetricsWriter } from '../live/metrics-writer.js';
import type { UnreadableMeasurementsError } from '../measurements/unreadable-measurements-error.js';
import type { MetricsStore, ReadAnswer } from '../store/metrics-store.js';
import type { Bucket } from '../store/tiers.js';
import type { FinishedTurn } from '../turns/finished-turn.js';
import { unpackTurn } from '../turns/packed-turn.js';
import { BucketShelf } from './bucket-shelf.js';
import { ListMirror } from './list-mirror.js';

/** Milliseconds for which what was read of buckets that still change is good enough. */
const FRESH = 900;

/** Milliseconds after a failure in which the store is not asked again, so that those who ask do not all wait for it. */
const PAUSE = 1_000;

/** Buckets that are read at once: more would keep the store, and this process, from their other work. */
const BUCKETS_AT_ONCE = 8;

export interface ClusterReaderParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly writer: MetricsWriter;
  /** How many turns and events are kept in lists. */
  readonly turns: number;
  readonly events: number;
  /** How many buckets that change no more are kept in memory. */
  readonly cachedBuckets: number;
}

/**
 * What the whole cluster measured, as one instance sees it: of itself what it has, of others what is in the store. Where the store does
 * not answer, what is known is shown, and said to be incomplete.
 */
export class ClusterReader {
  readonly turns: ListMirror<FinishedTurn>;
  readonly events: ListMirror<KeptEvent>;
  readonly shelf: BucketShelf;
  #heartbeats: readonly string[] = [];
  #generation = 0;
  #readAt = -Infinity;
  #isComplete = false;
  #hasWarned = false;
  #failedAt: number | undefined;
  #loading: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: ClusterReaderParts) {
    const { writer, turns, events, cachedBuckets } = parts;
    this.turns = new ListMirror(turns, unpackTurn);
    this.events = new ListMirror(events, unpackEvent);
    this.shelf = new BucketShelf(writer.live, writer.instance, cachedBuckets);
  }

  /** Of the instances that wrote lately. */
  get heartbeats(): readonly string[] {
    return this.#heartbeats;
  }

  /**
   * Brings what it knows up to date: lists, heartbeats, buckets that change, and the given ones. Never rejects.
   * @returns whether it knows all that the store has
   */
  load(buckets: readonly Bucket[] = []): Promise<boolean> {
    const loaded = this.#loading.then(() => this.#load(buckets));
    this.#loading = loaded;
    return loaded;
  }

  /** Forgets what was known before the store was cleared. */
  adopt(generation: number): void {
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.parts.writer.adopt(generation);
    this.turns.clear();
    this.events.clear();
    this.shelf.clear();
    this.#readAt = -Infinity;
  }

  async #load(buckets: readonly Bucket[]): Promise<boolean> {
    const { clock, logger } = this.parts;
    if (this.#failedAt !== undefined && clock.monotonic() - this.#failedAt < PAUSE) return false;
    try {
      if (this.#isStale()) await this.#refresh();
      const isComplete = await this.#loadSettled(buckets);
      if (this.#failedAt !== undefined) logger.info({}, 'metrics of the cluster can be read again');
      this.#failedAt = undefined;
      return this.#isComplete && isComplete;
    } catch (error) {
      if (this.#failedAt === undefined) logger.warn({ err: error }, 'metrics of the cluster cannot be read');
      this.#failedAt = clock.monotonic();
      return false;
    }
  }

  /** What this instance has brought to the store since is in no list that it knows. */
  #isStale(): boolean {
    const { clock, writer } = this.parts;
    return clock.monotonic() - this.#readAt >= FRESH || writer.sentAt >= this.#readAt;
  }

  async #refresh(): Promise<void> {
    const { clock } = this.parts;
    const begun = clock.monotonic();
    const buckets = this.shelf.changing(clock.now());
    const { buckets: parts, heartbeats } = await this.#read(buckets);
    this.#heartbeats = heartbeats;
    this.#isComplete = this.#isReadable(this.shelf.putChanging(buckets, parts));
    this.#readAt = begun;
  }

  async #loadSettled(buckets: readonly Bucket[]): Promise<boolean> {
    const { clock } = this.parts;
    const now = clock.now();
    const settled = buckets.filter((bucket) => this.shelf.isSettled(bucket, now));
    const missing = settled.filter((bucket) => this.shelf.knows(bucket) === undefined);
    for (let i = 0; i < missing.length; i += BUCKETS_AT_ONCE) {
      const some = missing.slice(i, i + BUCKETS_AT_ONCE);
      const { buckets: parts } = await this.#read(some);
      for (const [j, bucket] of some.entries()) {
        this.#isReadable(this.shelf.putSettled(bucket, parts[j] ?? []));
      }
    }
    return settled.every((bucket) => this.shelf.knows(bucket) === true);
  }

  #isReadable(error: UnreadableMeasurementsError | undefined): boolean {
    if (error === undefined) return true;
    if (!this.#hasWarned) this.parts.logger.warn({ err: error }, 'some stored metrics cannot be read');
    this.#hasWarned = true;
    return false;
  }

  /** Reads buckets, and follows the lists on the way. */
  async #read(buckets: readonly Bucket[]): Promise<ReadAnswer> {
    const answer = await this.#ask(buckets);
    if (answer.generation === this.#generation) return this.#follow(answer);
    this.adopt(answer.generation);
    return this.#follow(await this.#ask(buckets));
  }

  #ask(buckets: readonly Bucket[]): Promise<ReadAnswer> {
    return this.parts.store.read({
      buckets,
      turnsAfter: this.turns.after,
      eventsAfter: this.events.after,
      lateAfter: this.shelf.lateSeen,
    });
  }

  #follow(answer: ReadAnswer): ReadAnswer {
    this.turns.follow(answer.turns);
    this.events.follow(answer.events);
    this.shelf.forgetLate(answer.late);
    return answer;
  }
}
