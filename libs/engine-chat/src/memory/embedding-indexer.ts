import { Alarm, backOff, type Clock, type Logger } from '@yychat/engine-core';
import type { EmbeddingStore, PendingMessage } from '../store/conversation-store.js';
import { failureKind } from './failure-kind.js';
import type { GuardedEmbedder } from './guarded-embedder.js';

/** In one request. */
const MAX_TEXTS = 64;
/** In one request, in UTF-16 units; a text that is longer goes alone. */
const MAX_CHARACTERS = 100_000;
/** Milliseconds. */
const COALESCE = 50;
const POLL = 30_000;
/** Longer than a poll, so that the instance which embeds goes on doing so; milliseconds. */
const LEASE = 60_000;
const STORE_FAILING = { first: 1_000, longest: 300_000 };
const RELEASE_TIMEOUT = 1_000;

export interface EmbeddingIndexerOptions {
  readonly store: EmbeddingStore;
  readonly embedder: GuardedEmbedder;
  /** Unique among the instances that share the store. */
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Follows the log and embeds what was said, a batch at a time, in the background. It begins where the store's cursor is, and the
 * cursor moves with what is kept: nothing is skipped but a text that the model refuses.
 */
export class EmbeddingIndexer {
  readonly #options: EmbeddingIndexerOptions;
  readonly #alarm: Alarm;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  /** How often it was told of something new. */
  #notices = 0;
  #batchSize = MAX_TEXTS;
  #behind = 0;
  #storeFailures = 0;

  constructor(options: EmbeddingIndexerOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.clock);
  }

  /** Messages that had no embedding when it last looked, up to 10,000. */
  get behind(): number {
    return this.#behind;
  }

  /** Why it cannot go on: the store's failure; the embedder's own is told by itself. */
  get reason(): string | undefined {
    return this.#storeFailures > 0 ? 'The store of embeddings fails.' : undefined;
  }

  start(): void {
    this.#running ??= this.#follow();
  }

  /** Something was appended to the log. */
  notify(): void {
    this.#notices += 1;
    if (this.#options.embedder.rest === 0 && this.#storeFailures === 0) this.#alarm.hurry(COALESCE);
  }

  /** Ends what is under way, waits for that, and lets another instance go on. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#alarm.ring();
    if (this.#running === undefined) return;
    await this.#running;
    this.#running = undefined;
    await this.#release();
  }

  async #follow(): Promise<void> {
    while (!this.#isStopped()) {
      const pause = await this.#catchUp();
      // Nobody rings for one who is not asleep yet.
      if (!this.#isStopped()) await this.#alarm.sleep(pause);
    }
  }

  /** Never rejects. Resolves with the milliseconds until it makes sense to look again. */
  async #catchUp(): Promise<number> {
    const { embedder, logger, random } = this.#options;
    while (embedder.rest === 0 && !this.#isStopped()) {
      const notices = this.#notices;
      try {
        const hadWork = await this.#embedBatch();
        this.#storeFailures = 0;
        if (!hadWork) return this.#notices > notices ? COALESCE : POLL;
      } catch (error) {
        if (this.#isStopped()) break;
        this.#storeFailures += 1;
        const level = this.#storeFailures === 1 ? 'warn' : 'debug';
        logger[level]({ err: error }, 'the store of embeddings failed');
        return backOff(this.#storeFailures, STORE_FAILING, random);
      }
    }
    return embedder.rest;
  }

  /** Resolves with whether there was anything. Rejects where the store does. */
  async #embedBatch(): Promise<boolean> {
    const { signal } = this.#stop;
    const { store, embedder, instance } = this.#options;
    const { messages, behind } = await store.pending(
      embedder.model,
      { limit: this.#batchSize, instance, lease: LEASE },
      signal,
    );
    this.#behind = messages.length + behind;
    const batch = firstThatFit(messages);
    if (batch.length === 0) return false;
    const vectors = await this.#embed(batch, signal);
    if (vectors === undefined) return true;
    await store.embedded(
      embedder.model,
      batch.map(({ sequence }) => ({ sequence, values: vectors.get(sequence) })),
      signal,
    );
    this.#behind -= batch.length;
    this.#batchSize = Math.min(MAX_TEXTS, this.#batchSize * 2);
    return true;
  }

  /** By sequence, without what is blank or refused. Undefined: to be tried again, in smaller batches or after a rest. */
  async #embed(
    batch: readonly PendingMessage[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, Float32Array> | undefined> {
    const { embedder, logger } = this.#options;
    const spoken = batch.filter(({ text }) => text.trim() !== '');
    try {
      const texts = spoken.map(({ text }) => text);
      const vectors = texts.length === 0 ? [] : await embedder.embed(texts, signal);
      return new Map(spoken.map(({ sequence }, index) => [sequence, vectors[index] as Float32Array]));
    } catch (error) {
      if (failureKind(error) !== 'refused') return undefined;
      if (spoken.length > 1) {
        this.#batchSize = Math.ceil(batch.length / 2);
        return undefined;
      }
      logger.warn(
        { err: error, model: embedder.model, sequence: spoken[0]?.sequence },
        'the model refuses a message, which stays without embedding',
      );
      return new Map();
    }
  }

  /** A method, for the compiler takes a property to stay as it was. */
  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Asks for no time at all: the place is free then. */
  async #release(): Promise<void> {
    const { store, embedder, instance, clock, logger } = this.#options;
    const deadline = new AbortController();
    const timer = clock.after(RELEASE_TIMEOUT, () => deadline.abort());
    try {
      await store.pending(embedder.model, { limit: 1, instance, lease: 0 }, deadline.signal);
    } catch (error) {
      logger.debug({ err: error }, 'another instance can go on embedding only after a while');
    } finally {
      timer.cancel();
    }
  }
}

/** The first messages that one request can carry; one at least, where there is one. */
function firstThatFit(messages: readonly PendingMessage[]): readonly PendingMessage[] {
  let characters = 0;
  const end = messages.findIndex(({ text }, index) => {
    characters += text.length;
    return index > 0 && characters > MAX_CHARACTERS;
  });
  return end === -1 ? messages : messages.slice(0, end);
}
