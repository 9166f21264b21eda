import { deepEqual, equal } from 'node:assert/strict';
import { never, said } from '@yychat/engine-core/testing';
import { ask, embedding, MODEL, textsOf, towards } from '../store-bench.js';
import type { StoreCase } from '../store-bench.js';

/** For a store that cannot keep embeddings. */
export function noEmbeddingCases(test: StoreCase): void {
  test('says why it keeps no embeddings', ({ log }) => {
    equal(typeof log.embeddingsMissing, 'string');
    equal(log.embeddingsMissing === '', false);
    return Promise.resolve();
  });

  test('has nothing to embed, takes no embeddings, and recalls by words', async (bench) => {
    await bench.append({ messages: said('My boat is blue.', 'Nice.') });
    const pending = await bench.log.pending(MODEL, { limit: 10, instance: 'one', lease: 1_000 }, never);
    deepEqual(pending, { messages: [], behind: 0 });
    await bench.log.embedded(MODEL, [{ sequence: 1, values: towards(0) }], never);
    const asked = { embedding: embedding(towards(0)) };
    equal(textsOf(await ask(bench, 'Which colour has the boat?', asked))[0], 'My boat is blue.');
    deepEqual(await ask(bench, 'Which vessel?', asked), []);
  });
}
