import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Turn } from '../../turn.js';
import type { Bench, Case } from '../bench.js';

const FACT = 'heliotrope-4711';
const home = { tenant: 'tenant-1', conversationId: 'conversation-1', user: 'ann' } as const;
const others: Readonly<Record<string, Partial<Turn>>> = {
  'another tenant': { ...home, tenant: 'tenant-2' },
  'another tenant whose name begins alike': { ...home, tenant: 'tenant-10' },
  'another user in another conversation': { ...home, user: 'ben', conversationId: 'conversation-2' },
  'another conversation of nobody in particular': { tenant: 'tenant-1', conversationId: 'conversation-2' },
};

/** For engines that declare `memory`; the others pass, having nothing that could be told. */
export function isolationCases(test: Case): void {
  for (const [who, changes] of Object.entries(others)) {
    test(`keeps what it was told from ${who}`, {}, async (bench) => {
      if (!(await remembers(bench))) return;
      assert.ok(!(await shown(bench, changes)).includes(FACT), `it told ${who}`);
    });
  }

  test('remembers nothing in a turn without a conversation', {}, async (bench) => {
    if (!(await remembers(bench))) return;
    const outcome = await ask(bench, { tenant: home.tenant, user: home.user });
    assert.equal(outcome.start.memory, 'off');
    assert.ok(!JSON.stringify(bench.requests.at(-1)).includes(FACT));
  });
}

/** Tells a fact, and waits until the engine knows it, for memory may take its time. False: it has no memory. */
async function remembers(bench: Bench): Promise<boolean> {
  const { features } = await bench.engine.getEngineInfo();
  if (!features.includes('memory')) return false;
  await bench.complete({ ...home, messages: [{ role: 'user', content: `My code is ${FACT}.` }] });
  for (let tries = 0; tries < 30; tries += 1) {
    if ((await shown(bench, home)).includes(FACT)) return true;
    await sleep(50);
  }
  throw new Error('The engine says that it has a memory, and does not remember.');
}

function ask(bench: Bench, changes: Partial<Turn>): ReturnType<Bench['run']> {
  return bench.run({ ...changes, messages: [{ role: 'user', content: 'What is my code?' }] });
}

/** All that the upstream was shown for a question about the fact. */
async function shown(bench: Bench, changes: Partial<Turn>): Promise<string> {
  assert.equal((await ask(bench, changes)).end.type, 'turn-end');
  return JSON.stringify(bench.requests.at(-1));
}
