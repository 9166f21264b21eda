import type { Clock, Logger } from '@yychat/engine-core';
import { hash } from 'node:crypto';
import type { Embedding } from '../store/conversation-store.js';
import type { GuardedEmbedder } from './guarded-embedder.js';

/** Of 1,536 numbers each: some 3 MB. */
const CAPACITY = 500;
/** Questions that are under way at a time. */
const MAX_UNDER_WAY = 32;
/** After so many late answers in a row, nobody waits for `LATE_REST` milliseconds. */
const MAX_LATE = 3;
const LATE_REST = 60_000;

export interface QuestionEmbeddingsOptions {
  readonly embedder: GuardedEmbedder;
  /** Milliseconds that a question waits for its embedding. */
  readonly timeout: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The embeddings of questions: of one asked again it is kept, of one asked by many at a time it is made once. */
export class QuestionEmbeddings {
  readonly #options: QuestionEmbeddingsOptions;
  /** The one used last is the last. */
  readonly #kept = new Map<string, Embedding>();
  readonly #underWay = new Map<string, Promise<Embedding | undefined>>();
  readonly #stop = new AbortController();
  #late = 0;
  /** By the monotonic clock. */
  #restUntil = 0;

  constructor(options: QuestionEmbeddingsOptions) {
    this.#options = options;
  }

  /** The embedding, where it is there at once. */
  kept(text: string): Embedding | undefined {
    const key = keyOf(text);
    const embedding = this.#kept.get(key);
    if (embedding !== undefined) this.#keep(key, embedding);
    return embedding;
  }

  /** Whether it makes sense to ask: false while the embedder rests, or is too slow, or has enough to do. */
  get isReady(): boolean {
    const { embedder, clock } = this.#options;
    return embedder.rest === 0 && clock.monotonic() >= this.#restUntil && this.#underWay.size < MAX_UNDER_WAY;
  }

  /** Never rejects: undefined where it fails, is late, or the signal aborts. One that is late is kept when it comes. */
  async ask(text: string, signal: AbortSignal): Promise<Embedding | undefined> {
    const { timeout, clock } = this.#options;
    const key = keyOf(text);
    const coming = this.#underWay.get(key) ?? this.#embed(key, text);
    let giveUp: () => void = () => undefined;
    const tooLate = new Promise<undefined>((resolve) => (giveUp = () => resolve(undefined)));
    const timer = clock.after(timeout, () => {
      this.#wasLate();
      giveUp();
    });
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    try {
      const embedding = await Promise.race([coming, tooLate]);
      if (embedding !== undefined) this.#late = 0;
      return embedding;
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Ends what is under way, and waits for that. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#underWay.values());
  }

  #embed(key: string, text: string): Promise<Embedding | undefined> {
    const { embedder, logger } = this.#options;
    const coming = embedder
      .embed([text], this.#stop.signal)
      .then(([values]) => {
        if (values === undefined) return undefined;
        const embedding = { model: embedder.model, values };
        this.#keep(key, embedding);
        return embedding;
      })
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) logger.debug({ err: error }, 'a question has no embedding');
        return undefined;
      })
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, coming);
    return coming;
  }

  #keep(key: string, embedding: Embedding): void {
    this.#kept.delete(key);
    this.#kept.set(key, embedding);
    if (this.#kept.size <= CAPACITY) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  #wasLate(): void {
    const { clock, logger, timeout } = this.#options;
    this.#late += 1;
    if (this.#late < MAX_LATE) return;
    this.#late = 0;
    this.#restUntil = clock.monotonic() + LATE_REST;
    logger.warn(
      { timeout, rest: LATE_REST },
      'embeddings of questions come too late, and are not waited for',
    );
  }
}

const keyOf = (text: string): string => hash('sha256', text, 'base64');
