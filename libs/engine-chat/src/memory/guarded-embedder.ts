import { backOff, type Clock, EngineError, type Logger } from '@yychat/engine-core';
import type { Embedder } from './embedder.js';
import { failureKind } from './failure-kind.js';

/** `unknown`: not asked yet. `unavailable`: there is no such model or route. `failing`: the last request failed. */
export type EmbedderStatus = 'unknown' | 'ready' | 'failing' | 'unavailable';

export interface GuardedEmbedderOptions {
  readonly embedder: Embedder;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Milliseconds. */
const FAILING = { first: 1_000, longest: 300_000 };
const UNAVAILABLE = { first: 600_000, longest: 600_000 };
/** What any model takes: one that refuses it refuses everything. */
const PLAIN_TEXT = 'hello';

/** Knows how an embedder is, for all who ask it: how it answered, and when it may be asked again. */
export class GuardedEmbedder implements Embedder {
  readonly model: string;
  readonly #options: GuardedEmbedderOptions;
  #status: EmbedderStatus = 'unknown';
  #reason: string | undefined;
  #failures = 0;
  /** By the monotonic clock. */
  #restUntil = 0;

  constructor(options: GuardedEmbedderOptions) {
    this.model = options.embedder.model;
    this.#options = options;
  }

  get status(): EmbedderStatus {
    return this.#status;
  }

  /** Why it is not ready. Never a secret, nor a word of what was to be embedded. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Milliseconds for which it should not be asked, after a failure; 0: it may be. */
  get rest(): number {
    return Math.max(0, this.#restUntil - this.#options.clock.monotonic());
  }

  /**
   * As the embedder does. One text that is refused is no failure: it is asked of a plain text first whether the text is at fault,
   * or all are refused, which is reported as `unavailable`.
   */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const before = this.#restUntil;
    try {
      const vectors = await this.#options.embedder.embed(texts, signal);
      this.#succeeded();
      return vectors;
    } catch (error) {
      const isRefusal = failureKind(error) === 'refused';
      const failure = isRefusal && texts.length === 1 ? await this.#atFault(error, signal) : error;
      // Of many who fail at a time, the first one counts.
      if (!signal.aborted && failureKind(failure) !== 'refused' && before === this.#restUntil)
        this.#failed(failure);
      throw failure;
    }
  }

  async #atFault(refusal: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      await this.#options.embedder.embed([PLAIN_TEXT], signal);
      this.#succeeded();
      return refusal;
    } catch (error) {
      if (failureKind(error) !== 'refused') return error;
      return new EngineError('The upstream refuses to embed any text.', {
        status: 501,
        code: 'embeddings_unavailable',
        type: 'upstream_error',
        cause: error,
      });
    }
  }

  #succeeded(): void {
    if (this.#status === 'failing' || this.#status === 'unavailable')
      this.#options.logger.info({ model: this.model }, 'embeddings are available again');
    this.#status = 'ready';
    this.#reason = undefined;
    this.#failures = 0;
    this.#restUntil = 0;
  }

  #failed(error: unknown): void {
    const { clock, logger, random } = this.#options;
    const status = failureKind(error) === 'unavailable' ? 'unavailable' : 'failing';
    const level = status === this.#status ? 'debug' : 'warn';
    this.#status = status;
    this.#reason = EngineError.is(error) ? error.message : 'The embedder failed.';
    this.#failures += 1;
    const times = status === 'unavailable' ? UNAVAILABLE : FAILING;
    const asked = EngineError.is(error) ? (error.retryAfter ?? 0) * 1_000 : 0;
    const rest = Math.max(backOff(this.#failures, times, random), Math.min(asked, UNAVAILABLE.longest));
    this.#restUntil = clock.monotonic() + rest;
    logger[level]({ err: error, model: this.model, status, rest: Math.round(rest) }, 'embedding failed');
  }
}
