import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Metrics } from '../../service/metrics.js';
import { Cluster } from '../cluster.js';
import { checkSpread, longTailed, seeded } from '../exact.js';
import type { TurnSpec } from '../run-turn.js';
import type { StoreBench, StoreCase } from '../store-bench.js';

const WINDOWS = ['1m', '5m', '1h', '24h'] as const;

/** So many turns that took very different times. */
function turns(count: number, seed: number, changes: Partial<TurnSpec> = {}): TurnSpec[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => ({ total: longTailed(random), ...changes }));
}

async function threeInstances(
  bench: StoreBench,
): Promise<{ cluster: Cluster; instances: readonly Metrics[] }> {
  const cluster = new Cluster(bench);
  return { cluster, instances: [await cluster.add(), await cluster.add(), await cluster.add()] };
}

export function clusterCases(it: StoreCase): void {
  it('counts exactly, and knows percentiles within 1 %, whichever instance is asked', async (bench) => {
    const { cluster, instances } = await threeInstances(bench);
    const all: number[] = [];
    for (let second = 0; second < 30; second++) {
      const specs = turns(90, second);
      cluster.run(specs);
      all.push(...specs.map(({ total }) => total));
      await cluster.write();
    }
    for (const { queries } of instances) {
      for (const window of WINDOWS) {
        const { total_time: spread, summary, complete } = await queries.statistics({ window });
        checkSpread(spread, all);
        deepEqual([summary.total_requests, summary.ok, complete], [all.length, all.length, true]);
      }
    }
  });

  it('knows it after all instances were started again', async (bench) => {
    const { cluster } = await threeInstances(bench);
    const before = turns(300, 1);
    cluster.run(before);
    await cluster.write();
    cluster.instances.length = 0;
    const [one, other] = [await cluster.add(), await cluster.add()];
    const after = turns(200, 2);
    cluster.run(after);
    await cluster.write();
    for (const { queries } of [one, other]) {
      const { total_time: spread } = await queries.statistics({ window: '1m' });
      checkSpread(
        spread,
        [...before, ...after].map(({ total }) => total),
      );
    }
  });

  it('tells engines, models and outcomes apart, and takes times of turns that went well', async (bench) => {
    const { cluster, instances } = await threeInstances(bench);
    const fast = turns(60, 1, { engine: 'chat_engine' });
    const slow = turns(30, 2, { engine: 'mem0_proxy', model: 'gpt-4o' });
    const failed = turns(12, 3, { total: 500, error: 'upstream_timeout' });
    const left = turns(6, 4, { total: 900, error: 'cancelled' });
    cluster.run([...fast, ...slow, ...failed, ...left]);
    await cluster.write();
    const [{ queries }] = instances as [Metrics];
    const { summary, total_time: times, errors } = await queries.statistics();
    deepEqual([summary.total_requests, summary.ok, summary.errors, summary.cancelled], [108, 90, 12, 6]);
    deepEqual(errors, { upstream_timeout: 12, cancelled: 6 });
    checkSpread(
      times,
      [...fast, ...slow].map(({ total }) => total),
    );
    const ofEngine = await queries.statistics({ engine: 'mem0_proxy' });
    checkSpread(
      ofEngine.total_time,
      slow.map(({ total }) => total),
    );
    equal((await queries.statistics({ model: 'gpt-4o' })).summary.total_requests, 30);
    equal((await queries.statistics({ outcome: 'error' })).total_time.count, 12);
    const { groups } = await queries.compare({ by: 'engine' });
    deepEqual(Object.keys(groups).sort(), ['chat_engine', 'mem0_proxy']);
  });

  it('knows the same of buckets that are over for long', async (bench) => {
    const { cluster, instances } = await threeInstances(bench);
    const all = turns(90, 5);
    cluster.run(all);
    await cluster.write();
    for (let hour = 0; hour < 3; hour++) {
      cluster.clock.advance(1_800_000);
      await cluster.write();
      const [one, other] = instances as [Metrics, Metrics];
      for (const { queries } of [one, other, one]) {
        const { total_time: spread } = await queries.statistics({ window: '24h' });
        checkSpread(
          spread,
          all.map(({ total }) => total),
        );
        equal((await queries.statistics({ window: '1m' })).total_time.p99, null);
      }
    }
  });

  it('makes series whose steps add up to the window', async (bench) => {
    const { cluster, instances } = await threeInstances(bench);
    for (let i = 0; i < 12; i++) {
      cluster.run(turns(3 + i, i));
      await cluster.write();
      cluster.clock.advance(20_000);
    }
    const [{ queries }] = instances as [Metrics];
    const metrics = ['requests', 'total_time.p95', 'error_rate'];
    const { series, timestamps, step } = await queries.series({ metrics, window: '5m', step: 30 });
    const requests = series['requests'];
    ok(requests);
    equal(step, 30);
    equal(timestamps.length, requests.values.length);
    equal(
      requests.values.reduce<number>((sum, value) => sum + (value ?? 0), 0),
      (await queries.statistics({ window: '5m' })).summary.total_requests,
    );
    // A step without turns has no percentile.
    const [p95, errors] = [series['total_time.p95'], series['error_rate']];
    const empty = requests.values.indexOf(0);
    ok(empty >= 0);
    deepEqual([p95?.values[empty], p95?.counts[empty], errors?.values[empty]], [null, 0, null]);
  });

  it('knows windows of the past as they were, one by one and all at once', async (bench) => {
    const { cluster, instances } = await threeInstances(bench);
    const { clock } = cluster;
    const begun = clock.now();
    for (let i = 0; i < 90; i++) {
      cluster.run(turns(1 + (i % 7), i, i % 9 === 0 ? { error: 'upstream_timeout' } : {}));
      await cluster.write();
      clock.advance(29_000);
    }
    const [, { queries }] = instances as [Metrics, Metrics];
    const metrics = ['requests', 'error_rate', 'total_time.p95', 'total_time.max', 'requests_per_second'];
    const now = clock.now();
    const asked = [
      { window: 900, from: begun, to: now - 1, step: 300 },
      { window: 60, from: begun, to: now - 840_000, step: 600 },
      { window: 120, from: now - 420_000, to: now - 10_000, step: 30 },
    ];
    for (const { window, ...times } of asked) {
      const { timestamps, series, complete } = await queries.range({ metrics, window, ...times });
      ok(complete && timestamps.length > 2);
      for (const [i, at] of timestamps.entries()) {
        const { figures } = await queries.figures({ metrics, window, at });
        for (const metric of metrics) {
          const { values, counts } = series[metric] ?? { values: [], counts: [] };
          deepEqual({ value: values[i], count: counts[i] }, figures[metric], `${metric} at ${at}`);
        }
        const { summary } = await queries.statistics({ window, at });
        equal(summary.total_requests, figures['requests']?.value);
      }
    }
    const at = begun + 1_200_000;
    const hour = await queries.series({ metrics: ['requests'], window: '1h', step: 300, at });
    const { figures } = await queries.figures({ metrics: ['requests'], window: '1h', at });
    const sum = hour.series['requests']?.values.reduce<number>((total, value) => total + (value ?? 0), 0);
    equal(sum, figures['requests']?.value);
    ok(sum !== undefined && sum > 100 && sum < 200);
  });

  it('lists the last turns of all instances, the slowest, and single ones', async (bench) => {
    const { cluster, instances } = await threeInstances(bench);
    const specs = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'].map((id, i) => ({ id, total: 6 - i }));
    const begun = cluster.clock.now();
    for (const spec of specs) {
      cluster.run([
        spec,
        { id: `failed ${spec.id}`, total: 60, error: 'upstream_timeout', engine: 'mem0_proxy' },
      ]);
      await cluster.write();
    }
    const [, , { queries }] = instances as [Metrics, Metrics, Metrics];
    const recent = await queries.turns.recent({ count: 2, status: 'ok' });
    deepEqual(
      recent.map(({ request_id }) => request_id),
      ['r5', 'r4'],
    );
    equal((await queries.turns.recent({ engine: 'mem0_proxy' })).length, 6);
    equal((await queries.turns.recent({ count: 100 })).length, 12);
    // A second passes each time that it is written.
    const third = begun + 2_000;
    equal((await queries.turns.recent({ from: third })).length, 8);
    equal((await queries.turns.recent({ to: third })).length, 4);
    equal((await queries.turns.recent({ from: third, to: third + 1, engine: 'mem0_proxy' })).length, 1);
    const slowest = await queries.turns.slowest({ count: 2 });
    deepEqual(
      slowest.map(({ request_id, total }) => [request_id, total]),
      [
        ['r0', 6],
        ['r1', 5],
      ],
    );
    equal((await queries.turns.find('failed r3'))?.error_type, 'upstream_timeout');
    equal(await queries.turns.find('nobody'), undefined);
  });

  it('is cleared on all instances, and counts what comes after', async (bench) => {
    const { cluster, instances } = await threeInstances(bench);
    cluster.run(turns(30, 1));
    await cluster.write();
    cluster.clock.advance(3_600_000);
    await cluster.write();
    // All of them know what is about to be forgotten.
    for (const { queries } of instances) {
      equal((await queries.statistics({ window: '24h' })).summary.total_requests, 30);
    }
    cluster.run(turns(30, 2));
    cluster.clock.advance(10);
    await instances[0]?.clear();
    cluster.clock.advance(10);
    const after = turns(9, 3);
    cluster.run(after);
    await cluster.write();
    for (const { queries } of instances) {
      const { total_time: spread } = await queries.statistics({ window: '24h' });
      checkSpread(
        spread,
        after.map(({ total }) => total),
      );
      equal((await queries.turns.recent({ count: 100 })).length, 9);
    }
  });

  it('tells what happened, and how the instances are', async (bench) => {
    const { instances } = await threeInstances(bench);
    const [one, other] = instances as [Metrics, Metrics];
    one.recordEvent('engine.switched', { to: 'mem0_proxy' });
    one.figures.counter({ name: 'cache_requests', help: 'Test.', labels: { tier: 'memory' } }).add(3);
    other.figures.gauge({ name: 'memory_lag', help: 'Test.' }, () => 7);
    for (const metrics of instances) await metrics.write();
    const [event] = await other.queries.events({ type: 'engine.switched' });
    deepEqual([event?.instance, event?.details], ['instance-1', { to: 'mem0_proxy' }]);
    const system = await one.queries.system();
    deepEqual(
      system.instances.map(({ id }) => id),
      ['instance-1', 'instance-2', 'instance-3'],
    );
    equal(system.figures['cache_requests{tier=memory}'], 3);
    equal(system.instances[1]?.gauges['memory_lag'], 7);
    const { figures } = await one.queries.figures({ metrics: ['system.memory_lag.max'] });
    deepEqual(figures['system.memory_lag.max'], { value: 7, count: 1 });
  });
}
