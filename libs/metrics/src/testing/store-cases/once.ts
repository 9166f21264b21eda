import { deepEqual, equal } from 'node:assert/strict';
import { bucketAt } from '../../store/tiers.js';
import type { StoreCase } from '../store-bench.js';

export function onceCases(it: StoreCase): void {
  it('adds a batch once, however often it comes', async ({ write, read }) => {
    const batch = { turns: [{ sequence: 1, text: 'turn' }], events: [{ sequence: 1, text: 'event' }] };
    await write(batch);
    await write(batch);
    const { turns, events } = await read();
    deepEqual(
      [turns, events],
      [
        { total: 1, items: ['turn'] },
        { total: 1, items: ['event'] },
      ],
    );
  });

  it('adds what was sent in vain with the next batch, and what was not in vain not again', async ({
    write,
    read,
  }) => {
    const [one, two, three] = [
      { sequence: 1, text: 'one' },
      { sequence: 2, text: 'two' },
      { sequence: 3, text: 'three' },
    ];
    await write({ sequence: 1, turns: [one] });
    // The answer to the first was lost, the second never arrived.
    await write({ sequence: 3, turns: [one, two, three] });
    deepEqual((await read()).turns, { total: 3, items: ['one', 'two', 'three'] });
  });

  it('lets no batch that was held up on the way undo a later one', async ({ write, read, clock }) => {
    const bucket = bucketAt('5m', clock.now());
    await write({ sequence: 2, parts: [{ bucket, series: 's', data: Buffer.of(2) }], heartbeat: '{"n":2}' });
    await write({ sequence: 1, parts: [{ bucket, series: 's', data: Buffer.of(1) }], heartbeat: '{"n":1}' });
    const { buckets, heartbeats } = await read({ buckets: [bucket] });
    deepEqual([...(buckets[0]?.[0]?.data ?? [])], [2]);
    deepEqual(heartbeats, ['{"n":2}']);
  });

  it('counts the batches of each instance by themselves', async ({ write, read }) => {
    await write({ instance: 'a', sequence: 5, turns: [{ sequence: 5, text: 'a' }] });
    await write({ instance: 'b', sequence: 1, turns: [{ sequence: 1, text: 'b' }] });
    equal((await read()).turns.total, 2);
  });
}
