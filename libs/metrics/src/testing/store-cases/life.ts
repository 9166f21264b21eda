import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { MetricsError } from '../../metrics-error.js';
import { bucketAt } from '../../store/tiers.js';
import { HOUR } from '../../store/metrics-store.js';
import { batchOf, type StoreBench, type StoreCase } from '../store-bench.js';

const turns = [{ sequence: 1, text: 'turn' }];

/** Writes something of everything. */
async function fill({ write, clock }: StoreBench): Promise<void> {
  const bucket = bucketAt('5m', clock.now());
  await write({
    turns,
    events: [{ sequence: 1, text: 'event' }],
    late: ['5m:0'],
    slow: [{ hour: Math.floor(clock.now() / HOUR) * HOUR, engine: 'e', total: 1, text: 'slow' }],
    parts: [{ bucket, series: 's', data: Buffer.of(1) }],
  });
}

export function lifeCases(it: StoreCase): void {
  it('is empty at first', async ({ read, clock }) => {
    const { heartbeats, ...answer } = await read({ buckets: [bucketAt('5m', clock.now())] });
    const empty = { total: 0, items: [] };
    deepEqual(answer, { generation: 0, buckets: [[]], turns: empty, events: empty, late: empty });
    deepEqual(heartbeats, []);
  });

  it('forgets everything when it is cleared', async (bench) => {
    const { store, read, clock } = bench;
    await fill(bench);
    const generation = await store.clear(clock.now());
    ok(generation >= clock.now());
    const { heartbeats: _, ...answer } = await read({ buckets: [bucketAt('5m', clock.now())] });
    const empty = { total: 0, items: [] };
    deepEqual(answer, { generation, buckets: [[]], turns: empty, events: empty, late: empty });
    deepEqual(await store.slowest('e', [Math.floor(clock.now() / HOUR) * HOUR]), [[]]);
  });

  it('keeps nothing of an instance that does not know that it was cleared', async ({
    store,
    write,
    read,
    clock,
  }) => {
    const generation = await store.clear(clock.now());
    equal(await write({ turns }), generation);
    equal((await read()).turns.total, 0);
    equal(await write({ generation, turns }), generation);
    equal((await read()).turns.total, 1);
  });

  it('has a larger generation each time that it is cleared', async ({ store, clock }) => {
    const first = await store.clear(clock.now());
    ok((await store.clear(clock.now())) > first);
  });

  it('is cleared for all who share it', async ({ subject, write, read, clock }) => {
    const other = await subject.another();
    await write({ turns });
    const generation = await other.clear(clock.now());
    deepEqual([(await read()).generation, (await read()).turns.total], [generation, 0]);
  });

  it('shows others what one wrote', async ({ subject, write, read }) => {
    const other = await subject.another();
    await write({ turns });
    deepEqual((await read({}, other)).turns.items, ['turn']);
  });

  it('has its data when it is opened again', async (bench) => {
    const { subject, store, read, clock } = bench;
    if (subject.reopen === undefined) return;
    await fill(bench);
    await store.close();
    const again = await subject.reopen();
    const { turns: kept, buckets } = await read({ buckets: [bucketAt('5m', clock.now())] }, again);
    deepEqual([kept.items, buckets[0]?.[0]?.series], [['turn'], 's']);
    await again.close();
  });

  it('refuses to be used after it was closed, and may be closed twice', async ({ store, read }) => {
    await store.close();
    await store.close();
    const isClosed = (error: unknown) => MetricsError.is(error) && error.code === 'metrics_store_closed';
    await rejects(read(), isClosed);
    await rejects(store.write(batchOf({})), isClosed);
  });
}
