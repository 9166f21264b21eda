import { CancelledError, systemClock, UpstreamTimeoutError, type Clock } from '@yychat/engine-core';
import type { OpenAI } from 'openai';
import type { Embedder } from '../memory/embedder.js';
import { failureKind } from '../memory/failure-kind.js';
import { answerText } from './answer-text.js';
import { embeddingError } from './embedding-errors.js';
import { readEmbeddings } from './embedding-answer.js';

export interface OpenAIEmbedderOptions {
  /** Gives address, credentials and headers. Its own retries and timeouts do not apply. */
  readonly client: OpenAI;
  /** E.g. `text-embedding-3-small`. */
  readonly model: string;
  /** Milliseconds until an answer is complete. Default 30,000. */
  readonly timeout?: number;
  readonly clock?: Clock;
}

/** OpenAI's models take 8,192 tokens of a text: as many as this, in most languages that are written in Latin letters. UTF-16 units. */
const LONGEST = 24_000;
/** A text that is refused is cut in half, and again, while this much is left. Small models take 512 tokens. */
const SHORTEST = 300;

/**
 * {@link Embedder} over `POST /embeddings` of an OpenAI-compatible upstream. Sends each request once: when to try again is its
 * caller's to know. Texts are cut to 24,000 UTF-16 units, or to what the model turned out to take.
 */
export class OpenAIEmbedder implements Embedder {
  readonly model: string;
  readonly #client: OpenAI;
  readonly #timeout: number;
  readonly #clock: Clock;
  #longest = LONGEST;
  /** Base64 has a third of the bytes of numbers. Most upstreams know it, or ignore that it is asked for; some refuse to be asked. */
  #encoding: 'untried' | 'base64' | 'numbers' = 'untried';

  constructor({ client, model, timeout = 30_000, clock = systemClock }: OpenAIEmbedderOptions) {
    this.model = model;
    this.#client = client;
    this.#timeout = timeout;
    this.#clock = clock;
  }

  /** @throws UpstreamError, UpstreamTimeoutError, UpstreamUnreachableError, UpstreamProtocolError or CancelledError */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const [first] = texts;
    if (first === undefined) return [];
    return texts.length === 1 ? this.#embedOne(first, signal) : this.#ask(texts, this.#longest, signal);
  }

  /** A long text that is refused may be too long for the model: what is said of it by its beginning is better than nothing. */
  async #embedOne(text: string, signal: AbortSignal): Promise<readonly Float32Array[]> {
    const whole = Math.min(text.length, this.#longest);
    for (let length = whole; ; length = Math.floor(length / 2)) {
      try {
        const vectors = await this.#ask([text], length, signal);
        if (length < whole) this.#longest = Math.min(this.#longest, length);
        return vectors;
      } catch (error) {
        if (failureKind(error) !== 'refused' || length / 2 < SHORTEST) throw error;
      }
    }
  }

  async #ask(
    texts: readonly string[],
    longest: number,
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]> {
    // Half of a surrogate pair cannot be written in UTF-8, and some upstreams refuse its escape.
    const input = texts.map((text) => text.slice(0, longest).toWellFormed());
    try {
      const vectors = await this.#send(input, this.#encoding !== 'numbers', signal);
      if (this.#encoding === 'untried') this.#encoding = 'base64';
      return vectors;
    } catch (error) {
      if (this.#encoding !== 'untried' || failureKind(error) !== 'refused') throw error;
      const vectors = await this.#send(input, false, signal);
      this.#encoding = 'numbers';
      return vectors;
    }
  }

  async #send(
    input: readonly string[],
    asBase64: boolean,
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]> {
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(new CancelledError(signal.reason));
    const timer = this.#clock.after(this.#timeout, () =>
      stop.abort(new UpstreamTimeoutError('The upstream did not embed in time.')),
    );
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const response = await this.#client
        .post('/embeddings', {
          body: { model: this.model, input, ...(asBase64 && { encoding_format: 'base64' }) },
          maxRetries: 0,
          signal: stop.signal,
        })
        .asResponse();
      return readEmbeddings(await answerText(response), input.length);
    } catch (error) {
      throw embeddingError(stop.signal.aborted ? stop.signal.reason : error, this.#clock.now());
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
    }
  }
}
