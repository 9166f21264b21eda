import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Seeded } from '@yychat/engine-core/testing';
import { never } from '../fixtures/mem0-bench.js';
import { MemoryBench } from '../fixtures/memory-bench.js';
import { userKey } from './scope-keys.js';

const TURNS = 2_000;
const CONVERSATIONS = 12;
/** What only one of them ever says. The names of one are made of the other's. */
const USERS = [
  { tenant: 'tenant', user: 'ann', word: 'amber' },
  { tenant: 'tenant', user: 'ann:1', word: 'cobalt' },
  { tenant: 'tenant:ann', user: '1', word: 'ochre' },
] as const;

let bench: MemoryBench;
beforeAll(async () => {
  bench = await MemoryBench.start();
});
afterAll(() => bench.close());

it(`never shows one user what another said, in ${TURNS} turns one between the other`, async () => {
  const random = new Seeded(4_711);
  const created = bench.create({ fallback: bench.fallback() });
  let [shown, facts] = [0, 0];
  const ask = async (): Promise<void> => {
    const { word, ...who } = random.pick(USERS);
    const text = `What is the ${random.pick(USERS).word} code ${random.below(TURNS)} of mine?`;
    const conversationId = `conversation-${random.below(CONVERSATIONS)} of ${who.tenant} ${who.user}`;
    const query = { ...who, conversationId, text, limit: 5, present: [] };
    const { memories } = await created.memory.recall(query, never());
    for (const memory of memories) expect(memory.text).toContain(word);
    shown += memories.length;
    facts += memories.filter(({ role }) => role === undefined).length;
  };
  for (let turn = 0; turn < TURNS; turn++) {
    const { word, ...who } = random.pick(USERS);
    const conversationId = `conversation-${random.below(CONVERSATIONS)} of ${who.tenant} ${who.user}`;
    await bench.say(
      created.log,
      { ...who, conversationId },
      `The ${word} code ${turn} of mine is ${word}-${turn}.`,
    );
    if (turn % 10 === 0) await ask();
  }
  await bench.caughtUp(created, 40_000);
  for (let round = 0; round < 40; round++) await Promise.all(Array.from({ length: 5 }, ask));
  expect(shown).toBeGreaterThan(1_000);
  expect(facts).toBeGreaterThan(500);
  let kept = 0;
  for (const { tenant, user, word } of USERS) {
    const all = await bench.store.facts.list({ user: userKey(tenant, user) }, TURNS, never());
    for (const { text } of all) expect(text).toContain(word);
    kept += all.length;
  }
  expect(kept).toBe(TURNS);
}, 60_000);
