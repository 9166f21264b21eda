import type { Clock, Logger } from '@yychat/engine-core';
import type { EmbeddingStore } from '../store/conversation-store.js';
import type { Embedder } from './embedder.js';
import { EmbeddingIndexer } from './embedding-indexer.js';
import { GuardedEmbedder, type EmbedderStatus } from './guarded-embedder.js';
import { QuestionEmbeddings } from './question-embeddings.js';

export interface MessageEmbeddingsOptions {
  readonly store: EmbeddingStore;
  readonly embedder: Embedder;
  /** Milliseconds that a question waits for its embedding. */
  readonly timeout: number;
  /** Unique among the instances that share the store. */
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** For operators. */
export interface EmbeddingsInfo {
  readonly model: string;
  readonly status: EmbedderStatus;
  /** Messages without an embedding, up to 10,000, when this instance last looked. */
  readonly behind: number;
  /** Never a secret, nor a word of what was said. */
  readonly lastError?: string;
}

/** Both ends of embeddings: of what was said, made in the background, and of what is asked. They share what is known of the model. */
export class MessageEmbeddings {
  readonly questions: QuestionEmbeddings;
  readonly #embedder: GuardedEmbedder;
  readonly #indexer: EmbeddingIndexer;

  constructor({ embedder, store, timeout, instance, ...common }: MessageEmbeddingsOptions) {
    this.#embedder = new GuardedEmbedder({ embedder, ...common });
    this.#indexer = new EmbeddingIndexer({ store, embedder: this.#embedder, instance, ...common });
    this.questions = new QuestionEmbeddings({ embedder: this.#embedder, timeout, ...common });
  }

  start(): void {
    this.#indexer.start();
  }

  /** Something was appended to the log. */
  notify(): void {
    this.#indexer.notify();
  }

  info(): EmbeddingsInfo {
    const { model, status, reason = this.#indexer.reason } = this.#embedder;
    const { behind } = this.#indexer;
    return { model, status, behind, ...(reason !== undefined && { lastError: reason }) };
  }

  /** Ends what is under way, and waits for that. */
  async close(): Promise<void> {
    await Promise.all([this.#indexer.close(), this.questions.close()]);
  }
}
