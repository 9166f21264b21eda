import assert from 'node:assert/strict';
import { WORD, type MemoryCase } from '../memory-bench.js';

const CODES = ['heliotrope-4711', 'marigold-4712', 'larkspur-4713', 'gentian-4714'];

export function recallCases(test: MemoryCase): void {
  test('recalls what was said in its conversation', async ({ remember, recall }) => {
    await remember();
    const memories = await recall();
    assert.ok(memories.some(({ text }) => text.includes(WORD)));
    for (const { text, score } of memories) {
      assert.notEqual(text, '');
      assert.ok(Number.isFinite(score), 'a score is no number');
    }
  });

  test('recalls nothing where nothing was said', async ({ recall }) => {
    assert.deepEqual(await recall(), []);
  });

  test('recalls no more than is wanted, the best first', async ({ tell, recall, until }) => {
    for (const code of CODES) await tell(`My code is ${code}.`);
    await until('it does not remember all of it', async () => (await recall()).length >= CODES.length);
    for (const limit of [0, 1, 3]) {
      const scores = (await recall({ limit })).map(({ score }) => score);
      assert.equal(scores.length, limit);
      assert.deepEqual(
        scores,
        scores.toSorted((one, other) => other - one),
      );
    }
  });

  test('recalls nothing that the prompt has already', async ({ remember, recall }) => {
    await remember();
    const present = (await recall()).map(({ text }) => text);
    assert.deepEqual(await recall({ present }), []);
  });
}
