import assert from 'node:assert/strict';
import { asStored, follow, HOME, never, said, turnAt, withoutIds } from '../log-bench.js';
import type { LogBench, LogCase } from '../log-bench.js';

const NEXT_DOOR = [
  { ...HOME, tenant: 'tenant-2' },
  { ...HOME, conversationId: 'conversation-2' },
];

async function assertGone({ log, kept }: LogBench): Promise<void> {
  assert.deepEqual(await kept(), []);
  assert.deepEqual(await log.summary(HOME, never), { messages: 0, turns: 0 });
  const { messages } = await follow(log);
  const left = messages.filter(
    ({ tenant, conversationId }) => tenant === HOME.tenant && conversationId === HOME.conversationId,
  );
  assert.deepEqual(left, []);
}

export function deletionCases(test: LogCase): void {
  test('deletes a conversation, and says how many messages it had', async (bench) => {
    await bench.append({ messages: said('One', 'Two') });
    await bench.append({ messages: said('Three') });
    bench.clock.advance(1);
    assert.equal(await bench.log.delete(HOME, never), 3);
    await assertGone(bench);
  });

  test('deletes nothing of other conversations or tenants', async ({ append, kept, log }) => {
    await append();
    const others = [];
    for (const key of NEXT_DOOR) others.push(await append({ ...key, user: 'ann' }));
    await log.delete(HOME, never);
    for (const other of others) assert.deepEqual(withoutIds(await kept(other)), asStored(other));
    assert.deepEqual(withoutIds((await follow(log)).messages), asStored(...others));
  });

  test('has nothing to delete of a conversation that is unknown, or deleted', async ({ append, log }) => {
    assert.equal(await log.delete(HOME, never), 0);
    await append();
    assert.equal(await log.delete(HOME, never), 1);
    assert.equal(await log.delete(HOME, never), 0);
  });

  test('does not keep a turn that had begun when its conversation was deleted', async (bench) => {
    const { append, clock, log } = bench;
    const known = await append({ messages: said('One', 'Two') });
    const begun = [clock.now(), clock.advance(10) - 0.5, clock.now()];
    const late = begun.map((at) => turnAt(clock, { begun: at, time: at + 60_000 }));
    await log.delete(HOME, never);
    clock.advance(50_000);
    for (const turn of [known, ...late]) await log.append(turn, never);
    await assertGone(bench);
  });

  test('does not keep the first turn of a conversation that was deleted before it was known', async (bench) => {
    const turn = turnAt(bench.clock);
    bench.clock.advance(10);
    assert.equal(await bench.log.delete(HOME, never), 0);
    await bench.log.append(turn, never);
    await assertGone(bench);
    await bench.append(NEXT_DOOR[0]);
    assert.equal((await bench.kept(NEXT_DOOR[0])).length, 1);
  });

  test('counts from the latest of several deletions', async (bench) => {
    await bench.append();
    await bench.log.delete(HOME, never);
    const between = turnAt(bench.clock, { begun: bench.clock.advance(10) });
    bench.clock.advance(10);
    await bench.log.delete(HOME, never);
    await bench.log.append(between, never);
    await assertGone(bench);
  });

  test('begins anew with a turn that begins after the deletion', async ({ append, kept, log, clock }) => {
    const old = await append({ messages: said('One', 'Two') });
    const [first] = await kept();
    clock.advance(1);
    await log.delete(HOME, never);
    const turn = await append({ turnId: old.turnId, messages: said('Three', 'Four') });
    assert.deepEqual(withoutIds(await kept()), asStored(turn));
    assert.equal((await log.summary(HOME, never)).turns, 1);
    const after = first?.id ?? '';
    const page = await log.messages(HOME, { limit: 5, order: 'asc', after }, never);
    assert.deepEqual(page, { messages: [], hasMore: false }, 'it knows the id of a deleted message');
  });

  test('keeps nothing or all of turns that are appended while their conversation is deleted', async (bench) => {
    const [one, other = one] = await bench.instances();
    assert.ok(one && other);
    await bench.append();
    const turns = Array.from({ length: 20 }, () => turnAt(bench.clock, { messages: said('One', 'Two') }));
    bench.clock.advance(1);
    const appends = turns.map((turn) => one.append(turn, never));
    const deleted = other.delete(HOME, never);
    await Promise.all([...appends, deleted]);
    assert.equal((await deleted) % 2, 1, 'it deleted half a turn');
    await assertGone(bench);
  });

  test('remembers a deletion when it is opened again', async (bench) => {
    const turn = await bench.append();
    bench.clock.advance(1);
    await bench.log.delete(HOME, never);
    if (!(await bench.reopen())) return;
    await bench.log.append(turn, never);
    await assertGone(bench);
  });
}
