import { createHash } from 'node:crypto';
import type { Cache } from '@yychat/cache';
import type { Embedder } from '@yychat/engine-chat/memory';

/** An embedder that asks for equal texts once. Embeddings are kept as the base64 of their 32-bit numbers. */
export class CachedEmbedder implements Embedder {
  constructor(
    private readonly embedder: Embedder,
    private readonly cache: Cache<string>,
  ) {}

  get model(): string {
    return this.embedder.model;
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const keys = texts.map((text) =>
      createHash('sha256')
        .update(JSON.stringify([this.model, text]))
        .digest('base64url'),
    );
    const known = (await this.cache.getMany(keys, { signal })).map((kept) =>
      kept === undefined ? undefined : decode(kept),
    );
    const missing = texts.flatMap((_, at) => (known[at] === undefined ? [at] : []));
    if (missing.length === 0) return known as Float32Array[];
    const made = await this.embedder.embed(
      missing.map((at) => texts[at] as string),
      signal,
    );
    missing.forEach((at, index) => {
      const values = made[index] as Float32Array;
      known[at] = values;
      // Nobody waits for it: the embeddings are there.
      void this.cache.set(keys[at] as string, encode(values));
    });
    return known as Float32Array[];
  }
}

function encode({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** Undefined for what cannot be an embedding: anyone may write to a cache. */
function decode(text: string): Float32Array | undefined {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
