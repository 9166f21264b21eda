import assert from 'node:assert/strict';
import { asStored, follow, HOME, never, said, turnAt, withoutIds } from '../log-bench.js';
import type { LogCase } from '../log-bench.js';

export function appendCases(test: LogCase): void {
  test('keeps who said what, under which name, and when', async ({ append, kept }) => {
    const turns = [
      await append({ user: 'ann', messages: said('Where is my boat?', 'In the harbour.') }),
      await append({ messages: [{ role: 'user', name: 'Ben', text: 'And mine?' }] }),
    ];
    const messages = await kept();
    assert.deepEqual(withoutIds(messages), asStored(...turns));
    for (const { id } of messages) assert.match(id, /^msg_[0-9]+$/);
    assert.equal(new Set(messages.map(({ id }) => id)).size, messages.length, 'an id was given twice');
  });

  test('orders messages as they were appended, whatever times they tell', async ({ append, kept, clock }) => {
    const turns = [];
    for (const hours of [0, -3, 5, -1]) {
      const time = clock.now() + hours * 3_600_000;
      turns.push(await append({ time, messages: said('One', 'Two', 'Three') }));
    }
    assert.deepEqual(withoutIds(await kept()), asStored(...turns));
  });

  test('keeps the first of two turns with one id', async ({ append, kept, log }) => {
    const turn = await append({ messages: said('Once', 'Indeed') });
    await log.append(turn, never);
    await log.append({ ...turn, messages: said('Something else') }, never);
    assert.deepEqual(withoutIds(await kept()), asStored(turn));
  });

  test('keeps one of several equal turns that are appended at once', async (bench) => {
    const instances = await bench.instances();
    const turns = Array.from({ length: 8 }, () => turnAt(bench.clock, { messages: said('Once', 'Indeed') }));
    await Promise.all(
      turns.flatMap((turn) => [...instances, ...instances].map((log) => log.append(turn, never))),
    );
    const messages = withoutIds(await bench.kept());
    for (const turn of turns) {
      const own = messages.filter(({ turnId }) => turnId === turn.turnId);
      assert.deepEqual(own, asStored(turn));
    }
    assert.equal(messages.length, 2 * turns.length);
  });

  test('keeps turns of one id in different conversations and tenants apart', async ({ append, kept }) => {
    const keys = [
      HOME,
      { ...HOME, conversationId: 'conversation-2' },
      { ...HOME, tenant: 'tenant-2' },
      { tenant: 'tenant', conversationId: '-1conversation-1' },
    ];
    const turns = [];
    for (const key of keys) turns.push(await append({ ...key, turnId: 'req_same' }));
    for (const [index, key] of keys.entries()) {
      assert.deepEqual(withoutIds(await kept(key)), asStored(turns[index]!));
    }
  });

  test('keeps nothing of a turn without messages', async ({ append, kept, log }) => {
    await append({ messages: [] });
    assert.deepEqual(await kept(), []);
    assert.equal((await log.summary(HOME, never)).turns, 0);
    assert.deepEqual((await follow(log)).messages, []);
  });

  test('takes a turn that began in a fraction of a millisecond', async ({ append, kept, clock }) => {
    const turn = await append({ begun: clock.now() - 12.345 });
    assert.deepEqual(withoutIds(await kept()), asStored(turn));
  });

  test('sums a conversation up', async ({ append, log }) => {
    assert.deepEqual(await log.summary(HOME, never), { messages: 0, turns: 0 });
    const first = await append({ messages: said('One', 'Two', 'Three') });
    await append({ ...HOME, conversationId: 'conversation-2' });
    await append({ ...HOME, tenant: 'tenant-2' });
    const last = await append({ messages: said('Four') });
    assert.deepEqual(await log.summary(HOME, never), {
      ...{ messages: 4, turns: 2, firstTime: first.time, lastTime: last.time },
    });
  });
}
