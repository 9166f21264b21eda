import assert from 'node:assert/strict';
import type { ConversationLog } from '../../ports/conversation-log.js';
import { asStored, HOME, never, said, turnAt, withoutIds } from '../log-bench.js';
import type { LogBench, LogCase } from '../log-bench.js';

/** One call of each operation that may reject. */
const operations = ({
  clock,
}: LogBench): Record<string, (log: ConversationLog, signal: AbortSignal) => Promise<unknown>> => ({
  append: (log, signal) => log.append(turnAt(clock), signal),
  messages: (log, signal) => log.messages(HOME, { limit: 1, order: 'asc' }, signal),
  summary: (log, signal) => log.summary(HOME, signal),
  delete: (log, signal) => log.delete(HOME, signal),
  entries: (log, signal) => log.entries(undefined, 1, signal),
});

export function lifeCases(test: LogCase): void {
  test('is up', async ({ log }) => {
    const { status, latency, reason } = await log.healthCheck(never);
    assert.deepEqual([status, reason], ['up', undefined]);
    assert.ok(latency >= 0);
  });

  test('rejects, and does nothing, when the signal has aborted before', async (bench) => {
    const turn = await bench.append();
    const aborted = AbortSignal.abort(new Error('too late'));
    for (const [name, operation] of Object.entries(operations(bench))) {
      await assert.rejects(operation(bench.log, aborted), () => true, name);
    }
    assert.deepEqual(withoutIds(await bench.kept()), asStored(turn));
    await bench.log.healthCheck(aborted);
  });

  test('rejects, and is down, when it is closed', async (bench) => {
    await bench.append();
    const { log } = bench;
    await log.close();
    for (const [name, operation] of Object.entries(operations(bench))) {
      await assert.rejects(operation(log, never), () => true, name);
    }
    assert.equal((await log.healthCheck(never)).status, 'down');
    await log.close();
  });

  test('finishes what was begun when it is closed', async (bench) => {
    const turns = Array.from({ length: 20 }, () => turnAt(bench.clock, { messages: said('One', 'Two') }));
    const appends = turns.map((turn) => bench.log.append(turn, never));
    await bench.log.close();
    await Promise.all(appends);
    if (!(await bench.reopen())) return;
    assert.equal((await bench.kept()).length, 2 * turns.length);
  });

  test('has everything when it is opened again', async (bench) => {
    const turns = [
      await bench.append({ user: 'ann', messages: said('One', 'Two') }),
      await bench.append({ messages: [{ role: 'user', text: '👩‍🚀', name: 'Ben' }] }),
    ];
    const before = await bench.kept();
    if (!(await bench.reopen())) return;
    assert.deepEqual(await bench.kept(), before);
    await bench.log.append(turns[0]!, never);
    turns.push(await bench.append());
    assert.deepEqual(withoutIds(await bench.kept()), asStored(...turns));
    assert.equal((await bench.log.summary(HOME, never)).turns, 3);
  });
}
