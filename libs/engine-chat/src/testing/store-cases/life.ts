import { equal, ok, rejects } from 'node:assert/strict';
import { never, said, turnAt } from '@yychat/engine-core/testing';
import { ask, HOME, textsOf } from '../store-bench.js';
import type { StoreCase } from '../store-bench.js';

const query = { scope: HOME, limit: 5, present: [], now: 0 };

export function lifeCases(test: StoreCase): void {
  test('recalls nothing when the signal has aborted, or it is closed', async (bench) => {
    await bench.append({ messages: said('My boat is blue.') });
    for (const text of ['Which colour has the boat?', '']) {
      await rejects(bench.log.recall({ ...query, text }, AbortSignal.abort(new Error('too late'))));
    }
    await bench.log.close();
    for (const text of ['Which colour has the boat?', '']) await rejects(ask(bench, text));
  });

  test('recalls while conversations are deleted and begun anew', async (bench) => {
    const [one, other = one] = await bench.instances();
    ok(one && other);
    const texts = ['My boat is blue.', 'My boat is green, said the captain.', 'A boat is for sale.'];
    for (let round = 0; round < 8; round++) {
      await bench.append({ user: 'ann', messages: said(...texts) });
      bench.clock.advance(1);
      const questions = Array.from({ length: 4 }, () => ask(bench, 'Which colour has the boat?'));
      const begun = turnAt(bench.clock, { begun: bench.clock.now() + 1, messages: said(...texts) });
      const writes = other.delete(HOME, never).then(() => one.append(begun, never));
      for (const found of await Promise.all(questions)) {
        for (const { text, score } of found) ok(texts.includes(text) && score > 0);
      }
      await writes;
    }
  });

  test('knows what was said in another instance', async (bench) => {
    const [one, other = one] = await bench.instances();
    await bench.append({ messages: said('My boat is blue.') });
    const found = await ask({ log: other!, clock: bench.clock }, 'Which colour has the boat?');
    equal(textsOf(found)[0], 'My boat is blue.');
  });
}
