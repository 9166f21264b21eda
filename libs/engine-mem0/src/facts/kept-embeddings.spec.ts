import { describe, expect, it } from '@jest/globals';
import type { Embedder } from './embedder.js';
import { KeptEmbeddings } from './kept-embeddings.js';

const never = new AbortController().signal;

/** Says each text's length, and remembers what it was asked. */
class Lengths implements Embedder {
  readonly model = 'lengths';
  readonly asked: (readonly string[])[] = [];
  failure: Error | undefined;

  embed(texts: readonly string[]): Promise<readonly Float32Array[]> {
    this.asked.push(texts);
    if (this.failure) return Promise.reject(this.failure);
    return Promise.resolve(texts.map(({ length }) => Float32Array.of(length)));
  }
}

describe('embeddings that are kept', () => {
  it('are asked for once, whoever asks, and come in order', async () => {
    const embedder = new Lengths();
    const kept = new KeptEmbeddings(embedder);
    const numbers = async (...texts: string[]) => (await kept.embed(texts, never)).map(([length]) => length);
    expect(await Promise.all([numbers('a', 'bb'), numbers('bb', 'ccc', 'bb')])).toEqual([
      [1, 2],
      [2, 3, 2],
    ]);
    expect(await numbers('ccc', 'a')).toEqual([3, 1]);
    expect(embedder.asked).toEqual([['a', 'bb'], ['ccc']]);
  });

  it('are not kept when they failed, or are of long texts', async () => {
    const embedder = new Lengths();
    const kept = new KeptEmbeddings(embedder);
    embedder.failure = new Error('down');
    await expect(kept.embed(['a', 'b'], never)).rejects.toThrow('down');
    embedder.failure = undefined;
    const long = 'x'.repeat(501);
    await kept.embed(['a', long], never);
    await kept.embed(['a', long], never);
    expect(embedder.asked).toEqual([['a', 'b'], ['a', long], [long]]);
  });

  it('are bounded: the one used last stays', async () => {
    const embedder = new Lengths();
    const kept = new KeptEmbeddings(embedder);
    await kept.embed(['first', 'second'], never);
    for (let at = 0; at < 999; at++) {
      await kept.embed([`text ${at}`], never);
      await kept.embed(['first'], never);
    }
    embedder.asked.length = 0;
    await kept.embed(['first'], never);
    await kept.embed(['second'], never);
    expect(embedder.asked).toEqual([['second']]);
  });
});
