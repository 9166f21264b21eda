import { hash } from 'node:crypto';
import type { Embedder } from './embedder.js';

/** Of 1,536 numbers each: some 6 MB. */
const CAPACITY = 1_000;
/** What is longer is hardly asked again: UTF-16 units. */
const LONGEST = 500;

const keyOf = (text: string): string => hash('sha256', text, 'base64');

/**
 * Embeddings of short texts, which are kept: mem0 asks for those of one question several times, and for those of names again and
 * again. What several callers ask for at a time is asked for once.
 */
export class KeptEmbeddings {
  readonly #embedder: Embedder;
  /** The one used last is the last. */
  readonly #kept = new Map<string, Float32Array>();
  readonly #coming = new Map<string, Promise<Float32Array>>();

  constructor(embedder: Embedder) {
    this.#embedder = embedder;
  }

  /**
   * As the embedder does.
   * @param signal that outlives each caller: what one asks for, another may wait for
   */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const keys = texts.map((text) => (text.length <= LONGEST ? keyOf(text) : text));
    const missing = new Map<string, string>();
    keys.forEach((key, at) => {
      if (!this.#kept.has(key) && !this.#coming.has(key)) missing.set(key, texts[at] ?? '');
    });
    if (missing.size > 0) this.#ask(missing, signal);
    return Promise.all(keys.map((key) => this.#vector(key)));
  }

  async #vector(key: string): Promise<Float32Array> {
    const vector = this.#kept.get(key);
    if (vector === undefined) return this.#coming.get(key) as Promise<Float32Array>;
    this.#keep(key, vector);
    return vector;
  }

  #ask(texts: ReadonlyMap<string, string>, signal: AbortSignal): void {
    const answer = this.#embedder.embed([...texts.values()], signal);
    [...texts.entries()].forEach(([key, text], at) => {
      const coming = answer.then((vectors) => {
        const vector = vectors[at] as Float32Array;
        if (text.length <= LONGEST) this.#keep(key, vector);
        return vector;
      });
      this.#coming.set(key, coming);
      const ended = (): void => void this.#coming.delete(key);
      coming.then(ended, ended);
    });
  }

  #keep(key: string, vector: Float32Array): void {
    this.#kept.delete(key);
    this.#kept.set(key, vector);
    if (this.#kept.size <= CAPACITY) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}
