import {
  Alarm,
  backOff,
  type Clock,
  type ConversationLog,
  type Logger,
  type StoredMessage,
} from '@yychat/engine-core';
import type { ExtractionRecords, Mem0Store, Place } from '../facts/fact-store.js';
import { batchesOf, speakersOf, type Batch } from './batches.js';
import { BatchWork } from './batch-work.js';
import { withDeadline } from './deadline.js';
import { failureReason } from './failure-kind.js';
import { HeldPlace } from './held-place.js';

/** Messages that are read at a time. */
const STRETCH = 200;
/** Conversations that are worked on at a time. */
const CONCURRENCY = 4;
/** Milliseconds. */
const COALESCE = 50;
const POLL = 10_000;
const STEP_TIMEOUT = 10_000;
const FAILING = { first: 1_000, longest: 300_000 };
/** What was forgotten so long ago is looked at again at the start: an extraction that was killed may have brought it back. */
const RECENTLY = 24 * 3_600_000;
/** Batches given up before that are tried again at a time. */
const RETRIES = 4;

export interface FactExtractorOptions {
  readonly log: ConversationLog;
  readonly store: Mem0Store;
  /** Unique among the instances that share the records. */
  readonly instance: string;
  /** Milliseconds that one extraction may take. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** `elsewhere`: another instance extracts. `resting`: something failed, and is tried again after a while. */
export type ExtractionStatus = 'stopped' | 'idle' | 'working' | 'resting' | 'elsewhere';

/**
 * Follows the log and has mem0 extract the facts, in the background: in order within a conversation, some conversations at a time.
 * The log is the source. What is done with is recorded after each batch, so that nothing is lost and little is done twice when
 * the process ends, however it does.
 */
export class FactExtractor {
  readonly #options: FactExtractorOptions;
  readonly #records: ExtractionRecords;
  readonly #place: HeldPlace;
  readonly #work: BatchWork;
  readonly #alarm: Alarm;
  #run: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;
  /** The end of the run before. */
  #ending: Promise<void> = Promise.resolve();
  #status: ExtractionStatus = 'stopped';
  #isNotified = false;
  /** When the oldest message that waits was said, as far as it is known; milliseconds since the epoch. */
  #behindSince: number | undefined;
  #hasLookedBack = false;
  /** Whether what it is to extract was certainly not begun before. */
  #isFresh = false;
  #failures = 0;
  #lastError: string | undefined;
  #pending = 0;
  #hasMore = false;
  #counts = { failed: 0, lost: 0 };

  constructor(options: FactExtractorOptions) {
    this.#options = options;
    this.#records = options.store.records;
    this.#place = new HeldPlace({ ...options, records: this.#records });
    this.#work = new BatchWork({ ...options, ...options.store });
    this.#alarm = new Alarm(options.clock);
  }

  get status(): ExtractionStatus {
    return this.#status;
  }

  /** Why it rests. Never a word of what was said. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  /**
   * `{ status, lag, pending, more, failed, lost, late, lastError }`: seconds that the oldest message which this instance is to extract
   * has waited (`null` while it is stopped), messages that were read and not extracted, whether there are more in the log, batches
   * kept for later, batches lost for want of room, extractions that were not done in time.
   */
  info(): Readonly<Record<string, unknown>> {
    return {
      ...{ status: this.#status, lag: this.#lag(), pending: this.#pending, more: this.#hasMore },
      ...{ ...this.#counts, late: this.#work.late },
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    };
  }

  /** Goes on from where it was left. */
  start(): void {
    if (this.#run !== undefined) return;
    const stop = new AbortController();
    this.#status = 'working';
    this.#run = { stop, ended: this.#ending.then(() => this.#follow(stop.signal)) };
  }

  /** Something was appended to the log. */
  notify(): void {
    if (this.#run === undefined) return;
    this.#isNotified = true;
    this.#behindSince ??= this.#options.clock.now();
    if (this.#failures === 0) this.#alarm.hurry(COALESCE);
  }

  /** Ends what is under way, waits for that, and lets another instance go on. */
  stop(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return this.#ending;
    this.#run = undefined;
    this.#status = 'stopped';
    run.stop.abort();
    this.#alarm.ring();
    return (this.#ending = run.ended.then(() => this.#place.release()));
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pause = await this.#attempt(signal);
      // Nobody rings for one who is not asleep yet.
      if (pause > 0 && this.#run?.stop.signal === signal) await this.#alarm.sleep(pause);
    }
  }

  #lag(): number | null {
    if (this.#run === undefined) return null;
    const since = this.#behindSince;
    return since === undefined ? 0 : Math.max(0, this.#options.clock.now() - since) / 1_000;
  }

  /** Resolves with the milliseconds until it makes sense to go on. */
  async #attempt(signal: AbortSignal): Promise<number> {
    this.#isNotified = false;
    try {
      const pause = await this.#round(signal);
      this.#failures = 0;
      this.#lastError = undefined;
      return pause;
    } catch (error) {
      if (signal.aborted) return 0;
      this.#failures += 1;
      this.#isFresh = false;
      this.#lastError = failureReason(error);
      this.#become('resting', signal);
      const rest = backOff(this.#failures, FAILING, this.#options.random);
      const level = this.#failures === 1 ? 'warn' : 'debug';
      this.#options.logger[level]({ reason: this.#lastError, rest }, 'extracting facts failed');
      return rest;
    }
  }

  /** Extracts one stretch of the log. */
  async #round(signal: AbortSignal): Promise<number> {
    const { log, instance } = this.#options;
    const place = await this.#place.claim(signal);
    if (!place) {
      this.#become('elsewhere', signal);
      this.#behindSince = undefined;
      return POLL;
    }
    await this.#finishForgetting(signal);
    const stretch = await this.#step(signal, (soon) => log.entries(place.cursor, STRETCH, soon));
    this.#hasMore = stretch.messages.length === STRETCH;
    if (stretch.messages.length === 0) {
      await this.#retryFailed(signal);
      this.#counts = await this.#step(signal, (soon) => this.#records.counts(soon));
      this.#become('idle', signal);
      if (this.#isNotified) return COALESCE;
      this.#behindSince = undefined;
      return POLL;
    }
    this.#become('working', signal);
    this.#behindSince = stretch.messages[0]?.time;
    await this.#extract(stretch.messages, place, signal);
    const { generation } = place;
    // Where that is refused, another instance does it over, or this one.
    this.#isFresh = await this.#step(signal, (soon) =>
      this.#records.advance(instance, generation, stretch.cursor, soon),
    );
    this.#work.clear();
    this.#counts = await this.#step(signal, (soon) => this.#records.counts(soon));
    return 0;
  }

  async #extract(all: readonly StoredMessage[], place: Place, signal: AbortSignal): Promise<void> {
    const done = new Set(place.done);
    const messages = all.filter(({ id }) => !done.has(id));
    await this.#step(signal, (soon) => this.#records.seen(speakersOf(messages), soon));
    this.#pending = messages.length;
    const after = place.cursor === undefined ? {} : { after: place.cursor };
    // The platform keeps its facts when all begins anew.
    const isRepeated = place.generation > 0 && this.#options.store.facts.mode === 'platform';
    const batches = batchesOf(messages, { ...after, span: all.length });
    await this.#extractAll(batches, !this.#isFresh || isRepeated, signal);
    this.#pending = 0;
  }

  /** Rejects with the first failure, when what was begun beside it has ended. */
  async #extractAll(
    conversations: readonly (readonly Batch[])[],
    begun: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const waiting = [...conversations];
    const failures: unknown[] = [];
    const failed = (error: unknown): void => void failures.push(error);
    const work = async (): Promise<void> => {
      for (let batches = waiting.shift(); batches; batches = waiting.shift()) {
        for (const batch of batches) {
          if (failures.length > 0) return;
          await this.#work.extract(batch, begun, signal);
          this.#pending = Math.max(0, this.#pending - batch.messages.length);
        }
      }
    };
    await this.#place.during(signal, failed, () =>
      Promise.all(Array.from({ length: CONCURRENCY }, () => work().catch(failed))),
    );
    if (failures.length > 0) throw failures[0];
  }

  async #finishForgetting(signal: AbortSignal): Promise<void> {
    const { clock, store } = this.#options;
    const again = !this.#hasLookedBack || this.#work.tookBack;
    const since = again ? clock.now() - RECENTLY : Infinity;
    for (const forgotten of await this.#step(signal, (soon) => this.#records.forgotten(since, soon))) {
      await this.#step(signal, (soon) => store.facts.forget(forgotten, soon));
      await this.#step(signal, (soon) => this.#records.forgetDone(forgotten, soon));
    }
    this.#hasLookedBack = true;
    this.#work.tookBack = false;
  }

  async #retryFailed(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const failed = await this.#step(signal, (soon) => this.#records.failed(clock.now(), RETRIES, soon));
    for (const { ids, after, span, rounds, run } of failed) {
      const { messages } = await this.#step(signal, (soon) => log.entries(after, span, soon));
      const left = messages.filter(({ id }) => ids.includes(id));
      const stretch = { ...(after !== undefined && { after }), span };
      // What was deleted from the log meanwhile is done with.
      if (left.length === 0) await this.#step(signal, (soon) => this.#records.done(ids, run, 0, soon));
      else await this.#extractAll(batchesOf(left, stretch, rounds), true, signal);
    }
  }

  #become(status: ExtractionStatus, signal: AbortSignal): void {
    if (!signal.aborted) this.#status = status;
  }

  #step<T>(signal: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withDeadline(this.#options.clock, STEP_TIMEOUT, signal, task);
  }
}
