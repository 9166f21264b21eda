import { deepEqual, equal } from 'node:assert/strict';
import type { Addition } from '../../store/metrics-store.js';
import { LIMITS, type StoreCase } from '../store-bench.js';

const additions = (count: number, sequence: number): Addition[] =>
  Array.from({ length: count }, (_, i) => ({ sequence, text: `${sequence}-${i}` }));

export function listCases(it: StoreCase): void {
  it('gives what was added since a reader last looked', async ({ write, read }) => {
    await write({ turns: additions(3, 1) });
    await write({ sequence: 2, turns: additions(2, 2) });
    deepEqual((await read({ turnsAfter: 3 })).turns, { total: 5, items: ['2-0', '2-1'] });
    deepEqual((await read({ turnsAfter: 5 })).turns, { total: 5, items: [] });
  });

  it('keeps the last of each list, and says how many there were', async ({ write, read }) => {
    await write({ turns: additions(LIMITS.turns + 5, 1), events: additions(LIMITS.events + 1, 1) });
    const { turns, events } = await read();
    deepEqual([turns.total, turns.items.length, turns.items[0]], [LIMITS.turns + 5, LIMITS.turns, '1-5']);
    deepEqual([events.total, events.items[0]], [LIMITS.events + 1, '1-1']);
  });

  it('gives all it has to a reader that has seen more than there is', async ({ write, read }) => {
    await write({ turns: additions(2, 1) });
    deepEqual((await read({ turnsAfter: 100 })).turns, { total: 2, items: ['1-0', '1-1'] });
  });

  it('tells of buckets that were written late', async ({ write, read }) => {
    await write({ late: ['5m:300000'] });
    await write({ sequence: 2, late: ['10s:10000', '5m:300000'] });
    deepEqual((await read({ lateAfter: 1 })).late, { total: 3, items: ['10s:10000', '5m:300000'] });
  });

  it('tells of the instances that wrote lately', async ({ write, read, clock }) => {
    await write({ instance: 'a', heartbeat: '{"id":"a"}' });
    await write({ instance: 'b', heartbeat: '{"id":"b 1"}' });
    deepEqual([...(await read()).heartbeats].sort(), ['{"id":"a"}', '{"id":"b 1"}']);
    // Stores may count by a clock of their own.
    await new Promise((resolve) => setTimeout(resolve, LIMITS.heartbeatLifetime + 50));
    clock.advance(LIMITS.heartbeatLifetime + 50);
    await write({ instance: 'b', sequence: 2, heartbeat: '{"id":"b 2"}' });
    deepEqual((await read()).heartbeats, ['{"id":"b 2"}']);
  });

  it('keeps the slowest turns of each hour and engine', async ({ write, store }) => {
    const slow = (total: number, changes: { hour?: number; engine?: string } = {}) => ({
      ...{ hour: 3_600_000_000_000, engine: 'e', total, text: `turn ${total}`, ...changes },
    });
    await write({ slow: [1.5, 9, 0.25, 4].map((total) => slow(total)) });
    await write({
      sequence: 2,
      slow: [slow(4), slow(7), slow(2, { engine: 'f' }), slow(3, { hour: 3_603_600_000_000 })],
    });
    const hours = [3_603_600_000_000, 3_600_000_000_000, 0];
    deepEqual(await store.slowest('e', hours), [['turn 3'], ['turn 9', 'turn 7', 'turn 4'], []]);
    equal((await store.slowest('f', hours))[1]?.[0], 'turn 2');
  });
}
