import type { EmbeddedMessage } from './conversation-store.js';

/** Who is given a model's messages, and until when. */
interface Lease {
  readonly instance: string;
  /** Milliseconds since the epoch. */
  readonly end: number;
}

/** What one model made of messages. */
class ModelEmbeddings {
  readonly values = new Map<number, Float32Array>();
  cursor = 0;
  lease: Lease | undefined;
}

/** Embeddings of messages by their sequence, with the cursor and the lease of each model. */
export class InMemoryEmbeddings {
  readonly #models = new Map<string, ModelEmbeddings>();

  /** Sequence of the last message that the model is done with, from 1; 0 where there is none. */
  cursor(model: string): number {
    return this.#model(model).cursor;
  }

  /** False where another instance holds the lease. */
  lease(model: string, instance: string, now: number, duration: number): boolean {
    const embeddings = this.#model(model);
    const { lease } = embeddings;
    if (lease && lease.instance !== instance && now < lease.end) return false;
    embeddings.lease = { instance, end: now + duration };
    return true;
  }

  /** @param isKept whether the log still has the message of a sequence */
  keep(model: string, messages: readonly EmbeddedMessage[], isKept: (sequence: number) => boolean): void {
    const embeddings = this.#model(model);
    for (const { sequence, values } of messages) {
      if (values && isKept(sequence)) embeddings.values.set(sequence, values.slice());
      embeddings.cursor = Math.max(embeddings.cursor, sequence);
    }
  }

  forget(sequence: number): void {
    for (const { values } of this.#models.values()) values.delete(sequence);
  }

  /** Cosine with a message's embedding, −1 to 1; undefined where the model made none of that length. */
  similarity(model: string, sequence: number, asked: Float32Array): number | undefined {
    const values = this.#models.get(model)?.values.get(sequence);
    if (values?.length !== asked.length) return undefined;
    return values.reduce((sum, value, index) => sum + value * (asked[index] ?? 0), 0);
  }

  #model(model: string): ModelEmbeddings {
    let embeddings = this.#models.get(model);
    if (!embeddings) this.#models.set(model, (embeddings = new ModelEmbeddings()));
    return embeddings;
  }
}
