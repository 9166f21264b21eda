import { deepEqual, equal, ok } from 'node:assert/strict';
import { Cluster } from '../cluster.js';
import { checkSpread, longTailed, seeded } from '../exact.js';
import type { StoreBench, StoreCase } from '../store-bench.js';
import { UnreliableStore, type Fate } from '../unreliable-store.js';

const FATES: readonly Fate[] = ['well', 'request lost', 'answer lost'];

async function unreliable({ subject }: StoreBench): Promise<UnreliableStore> {
  return new UnreliableStore(await subject.another());
}

export function faultCases(it: StoreCase): void {
  it('counts every turn once, whatever becomes of requests and answers', async (bench) => {
    for (const seed of [1, 2, 3]) {
      const random = seeded(seed);
      const cluster = new Cluster(bench);
      const store = await unreliable(bench);
      store.fate = () => FATES[Math.floor(random() * FATES.length)] ?? 'well';
      const writer = await cluster.add({ store, instance: `writer-${seed}` });
      const reader = await cluster.add({ instance: `reader-${seed}` });
      await reader.clear();
      cluster.clock.advance(1_000);
      const totals: number[] = [];
      for (let i = 0; i < 19; i++) {
        const total = longTailed(random);
        totals.push(total);
        writer
          .onTurn({
            turn: { id: `turn ${i}`, model: 'm', stream: false, useTools: false },
            engine: 'e',
            epoch: 1,
          })
          .onEnd(total * 1_000, undefined);
        await cluster.write();
      }
      store.fate = () => 'well';
      equal(await writer.write(), true);
      await cluster.write();
      checkSpread((await reader.queries.statistics({ window: '1h' })).total_time, totals);
      const recent = await reader.queries.turns.recent({ count: 100 });
      deepEqual(recent.map(({ request_id }) => request_id).sort(), totals.map((_, i) => `turn ${i}`).sort());
    }
  });

  it('shows what comes in late, after buckets were thought to be settled', async (bench) => {
    const cluster = new Cluster(bench);
    const store = await unreliable(bench);
    const [cutOff, other] = [await cluster.add({ store }), await cluster.add()];
    store.fate = () => 'request lost';
    cluster.run([{ total: 1 }, { total: 2 }]);
    for (let i = 0; i < 8; i++) {
      await cluster.write();
      cluster.clock.advance(60_000);
    }
    equal((await other.queries.statistics({ window: '1h' })).summary.total_requests, 1);
    store.fate = () => 'well';
    await cutOff.write();
    cluster.clock.advance(1_000);
    equal((await other.queries.statistics({ window: '1h' })).summary.total_requests, 2);
    equal((await cutOff.queries.statistics({ window: '1h' })).summary.total_requests, 2);
  });

  it('says that it does not know all while the store does not answer, and shows what it knows', async (bench) => {
    const cluster = new Cluster(bench);
    const store = await unreliable(bench);
    const [cutOff] = [await cluster.add({ store }), await cluster.add()];
    cluster.run([{ total: 1 }, { total: 2 }]);
    await cluster.write();
    equal((await cutOff.queries.statistics()).summary.total_requests, 2);
    store.fate = () => 'request lost';
    cluster.run([{ total: 3 }]);
    cluster.clock.advance(1_000);
    const { summary, complete } = await cutOff.queries.statistics();
    deepEqual([summary.total_requests, complete], [3, false]);
    store.fate = () => 'well';
    cluster.clock.advance(1_000);
    equal((await cutOff.queries.statistics()).complete, true);
  });

  it('counts what it has to drop: first from lists, after very long from figures', async (bench) => {
    const cluster = new Cluster(bench);
    const store = await unreliable(bench);
    const metrics = await cluster.add({ store, waitingTurns: 4, patience: 600_000 });
    store.fate = () => 'request lost';
    cluster.run(Array.from({ length: 10 }, () => ({ total: 1 })));
    await cluster.write();
    const dropped = (name: string) => {
      const figure = metrics.figures.figures.get(name);
      ok(figure?.kind === 'counter');
      return figure.total();
    };
    equal(dropped('metrics_dropped_records'), 6);
    equal(dropped('metrics_dropped_turns'), 0);
    cluster.clock.advance(1_000_000);
    await cluster.write();
    equal(dropped('metrics_dropped_turns'), 10);
    store.fate = () => 'well';
    await cluster.write();
    const { figures } = await metrics.queries.figures({ metrics: ['system.metrics_dropped_turns.sum'] });
    equal(figures['system.metrics_dropped_turns.sum']?.value, 10);
  });
}
