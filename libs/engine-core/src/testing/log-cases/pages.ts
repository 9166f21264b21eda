import assert from 'node:assert/strict';
import type { StoredMessage } from '../../ports/conversation-log.js';
import { HOME, never, said } from '../log-bench.js';
import type { LogBench, LogCase } from '../log-bench.js';
import { forSeeds } from '../seeded.js';
import type { Seeded } from '../seeded.js';

/** None of them is in any conversation. The last is more than 64 bits can hold. */
const UNKNOWN = ['msg_999999999', 'msg_0', 'msg_', 'msg_x', 'nonsense', '', `msg_${'9'.repeat(30)}`];
const empty = { messages: [], hasMore: false };

export function pageCases(test: LogCase): void {
  test('pages through a conversation in both orders', async ({ append, log }) => {
    for (let turn = 0; turn < 5; turn++) await append({ messages: said('One', 'Two', 'Three') });
    for (const order of ['asc', 'desc'] as const) {
      const paged: StoredMessage[] = [];
      for (let more = true; more;) {
        const after = paged.at(-1)?.id;
        const page = await log.messages(HOME, { limit: 4, order, ...(after && { after }) }, never);
        assert.equal(page.messages.length, Math.min(4, 15 - paged.length));
        paged.push(...page.messages);
        more = page.hasMore;
      }
      const whole = await log.messages(HOME, { limit: 15, order }, never);
      assert.deepEqual(whole, { messages: paged, hasMore: false });
    }
  });

  test('gives nothing of a conversation that nobody has begun', async ({ append, log }) => {
    await append();
    for (const key of [
      { ...HOME, tenant: 'tenant-2' },
      { ...HOME, conversationId: 'conversation-2' },
    ]) {
      assert.deepEqual(await log.messages(key, { limit: 10, order: 'asc' }, never), empty);
      assert.deepEqual(await log.summary(key, never), { messages: 0, turns: 0 });
    }
  });

  test('gives the pages that a plain list would give', async (bench) => {
    const foreign = { ...HOME, conversationId: 'conversation-2' };
    const others = { ...HOME, tenant: 'tenant-2' };
    for (let turn = 0; turn < 4; turn++) {
      for (const key of [HOME, foreign, others]) {
        await bench.append({ ...key, messages: said('One', 'Two', 'Three').slice(0, turn) });
      }
    }
    const own = await bench.kept(HOME);
    const strange = [...(await bench.kept(foreign)), ...(await bench.kept(others))].map(({ id }) => id);
    await forSeeds(bench.random, (random) => checkPages(bench, random, own, [...UNKNOWN, ...strange]));
  });
}

/** Asks for some pages, and compares each with what the list of all messages says. */
async function checkPages(
  { log }: LogBench,
  random: Seeded,
  list: readonly StoredMessage[],
  unknown: readonly string[],
): Promise<void> {
  for (let question = 0; question < 10; question++) {
    const order = random.pick(['asc', 'desc'] as const);
    const limit = 1 + random.below(list.length + 2);
    const known = random.chance(0.7);
    const after = random.chance(0.2) ? undefined : random.pick(known ? list.map(({ id }) => id) : unknown);
    const query = { limit, order, ...(after !== undefined && { after }) };
    const inOrder = order === 'asc' ? list : list.toReversed();
    const from = after === undefined ? 0 : inOrder.findIndex(({ id }) => id === after) + 1;
    const expected =
      after !== undefined && from === 0
        ? empty
        : { messages: inOrder.slice(from, from + limit), hasMore: from + limit < inOrder.length };
    assert.deepEqual(await log.messages(HOME, query, never), expected, JSON.stringify(query));
  }
}
