import { afterEach, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock, type Clock, type Logger } from '@yychat/engine-core';
import { setTimeout as wait } from 'node:timers/promises';
import { SqliteMetricsStore } from '../sqlite/sqlite-metrics-store.js';
import { bucketAt } from '../store/tiers.js';
import { KitClock } from '../testing/kit-clock.js';
import { runTurn } from '../testing/run-turn.js';
import { batchOf } from '../testing/store-bench.js';
import { UnreliableStore } from '../testing/unreliable-store.js';
import type { MetricsOptions } from './metrics-options.js';
import { Metrics } from './metrics.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const it of open.splice(0).reverse()) await it.close();
});

function storeWith(clock: Clock): UnreliableStore {
  const store = new UnreliableStore(new SqliteMetricsStore({ file: ':memory:', clock }));
  open.push(store);
  return store;
}

function make(changes: Partial<MetricsOptions> = {}): Metrics {
  const { clock = new KitClock() } = changes;
  const store = changes.store ?? storeWith(clock);
  const metrics = new Metrics({ store, clock, logger: silentLogger, instance: 'one', ...changes });
  open.push(metrics);
  return metrics;
}

describe('metrics', () => {
  it('write by themselves between start and close, and what is left at the end', async () => {
    const store = storeWith(systemClock);
    const metrics = make({ store, clock: systemClock, period: 20 });
    metrics.start();
    runTurn(metrics, { total: 1 });
    await wait(100);
    const other = make({ store, clock: systemClock, instance: 'other' });
    expect((await other.queries.statistics({ window: '1h' })).summary.total_requests).toBe(1);
    runTurn(metrics, { total: 2 });
    await metrics.close();
    const third = make({ store, clock: systemClock, instance: 'third' });
    expect((await third.queries.statistics({ window: '1h' })).summary.total_requests).toBe(2);
    const events = (await third.queries.events()).map(({ type }) => type);
    expect(events.sort()).toEqual(['instance.started', 'instance.stopped']);
  });

  it('show in realtime what a dashboard needs first', async () => {
    const metrics = make();
    for (let i = 0; i < 12; i++)
      runTurn(metrics, { id: `r${i}`, total: 1 + i, memory: 'hit', cacheHit: i % 4 === 0 });
    await metrics.write();
    const { timestamp, recent_requests: recent, statistics, system } = await metrics.queries.realtime();
    expect(Date.parse(timestamp)).not.toBeNaN();
    expect(recent).toHaveLength(10);
    expect(statistics.summary.total_requests).toBe(12);
    expect(statistics.cache).toEqual({ count: 12, hit_count: 3, miss_count: 9, hit_rate: 0.25 });
    expect(statistics.total_time).toMatchObject({ count: 12, avg: 6.5, min: 1, max: 12 });
    expect(statistics.openai_api).toMatchObject({ count: 0, avg: null, p99: null });
    expect(system.instances.map(({ id }) => id)).toEqual(['one']);
    expect(system.memory?.rss).toBeGreaterThan(1_000_000);
    expect(system.cpu).toBeNull();
  });

  it('take prices that change, for turns from then on', async () => {
    const metrics = make({ prices: { 'gpt-4.1': { input: 2, output: 8 } } });
    const tokens = { input: 500_000, output: 0 };
    runTurn(metrics, { total: 1, tokens });
    metrics.setPrices({ 'gpt-4.1': { input: 4, output: 8 } });
    runTurn(metrics, { total: 1, tokens });
    metrics.setPrices({});
    runTurn(metrics, { total: 1, tokens });
    const { cost, tokens: used } = await metrics.queries.statistics();
    expect(cost).toEqual({ count: 2, total: 3 });
    expect(used).toEqual({ count: 3, input: 1_500_000, output: 0, cached: 0 });
  });

  it('tell models apart that have answered, and no others', async () => {
    const metrics = make({ models: ['configured'] });
    runTurn(metrics, { total: 1, model: 'made up', error: 'model_not_found' });
    runTurn(metrics, { total: 1, model: 'configured', error: 'upstream_timeout' });
    for (let i = 0; i < 100; i++) runTurn(metrics, { total: 1, model: `model-${i}` });
    const { groups } = await metrics.queries.compare({ by: 'model' });
    expect(Object.keys(groups)).toHaveLength(33);
    expect(groups['configured']?.summary.errors).toBe(1);
    expect(groups['other']?.summary).toMatchObject({ errors: 1, total_requests: 1 + 100 - 31 });
  });

  it('say once that the store does not answer, and once that it does again', async () => {
    const said: string[] = [];
    const say = (_: unknown, message: string) => void said.push(message);
    const logger: Logger = { debug: say, info: say, warn: say, error: say };
    const store = storeWith(new KitClock());
    const metrics = make({ store, logger });
    store.fate = () => 'request lost';
    for (let i = 0; i < 3; i++) expect(await metrics.write()).toBe(false);
    store.fate = () => 'well';
    expect(await metrics.write()).toBe(true);
    expect(said).toEqual(['metrics cannot be kept; they wait', 'metrics are kept again']);
  });

  it('ask a store that does not answer once a second, not each time that somebody asks', async () => {
    const clock = new KitClock();
    const store = storeWith(clock);
    let asked = 0;
    store.fate = () => {
      asked++;
      return 'request lost';
    };
    const metrics = make({ store, clock });
    for (let i = 0; i < 5; i++) await metrics.queries.statistics();
    expect(asked).toBe(1);
    clock.advance(1_000);
    await metrics.queries.statistics();
    expect(asked).toBe(2);
  });

  it('say that they are incomplete where what is stored cannot be read, now and later', async () => {
    const clock = new KitClock();
    const store = storeWith(clock);
    const metrics = make({ store, clock });
    runTurn(metrics, { total: 1 });
    await metrics.write();
    const parts = [{ bucket: bucketAt('5m', clock.now()), series: 's', data: Buffer.from('nonsense') }];
    await store.write(batchOf({ instance: 'other', parts }));
    for (let i = 0; i < 3; i++) {
      const { complete, summary } = await metrics.queries.statistics({ window: '1h' });
      expect([complete, summary.total_requests]).toEqual([false, 1]);
      clock.advance(600_000);
      await metrics.write();
    }
  });

  it('list once what several instances tell of, as the first of them told it', async () => {
    const clock = new KitClock();
    const store = storeWith(clock);
    const [one, other] = ['one', 'other'].map((instance) => make({ clock, store, instance }));
    other!.recordEvent('engine.switched', { to: 'b' }, 'switch 2');
    clock.advance(5);
    one!.recordEvent('engine.switched', { to: 'b' }, 'switch 2');
    one!.recordEvent('engine.switched', { to: 'a' }, 'switch 3');
    one!.recordEvent('noted');
    one!.recordEvent('noted');
    await one!.write();
    await other!.write();
    const events = await one!.queries.events();
    expect(events.map(({ type }) => type).toSorted()).toEqual([
      ...['engine.switched', 'engine.switched'],
      ...['noted', 'noted'],
    ]);
    expect(events.at(-1)).toEqual({
      type: 'engine.switched',
      timestamp: new Date(clock.now() - 5).toISOString(),
      instance: 'other',
      details: { to: 'b' },
    });
    expect(await other!.queries.events({ count: 1, type: 'engine.switched' })).toHaveLength(1);
  });

  it('list what waits for the store, what is on its way, and what has just arrived', async () => {
    const clock = new KitClock();
    const store = storeWith(clock);
    const metrics = make({ clock, store });
    const listed = async () => {
      const [turns, events] = await Promise.all([metrics.queries.turns.recent(), metrics.queries.events()]);
      return [turns.length, events.length];
    };
    for (let i = 1; i <= 5; i++) {
      runTurn(metrics, { total: 1 });
      metrics.recordEvent('noted', { i });
      expect(await listed()).toEqual([i, i]);
      const written = metrics.write();
      expect(await listed()).toEqual([i, i]);
      await written;
      expect(await listed()).toEqual([i, i]);
    }
  });

  it('add hours up that are over, and once more when something of them comes late', async () => {
    const clock = new KitClock();
    const store = storeWith(clock);
    const cut = new UnreliableStore(store);
    const one = make({ clock, store, instance: 'one' });
    const other = make({ clock, store: cut, instance: 'other' });
    const known = async () => (await one.queries.statistics({ window: '24h' })).total_time;
    cut.fate = () => 'request lost';
    for (let i = 0; i < 24; i++) {
      runTurn(one, { total: 1 });
      if (i === 5) runTurn(other, { total: 30 });
      await one.write();
      await other.write();
      clock.advance(300_000);
    }
    clock.advance(3_600_000);
    for (let i = 0; i < 2; i++) {
      expect(await known()).toMatchObject({ count: 24, max: 1, avg: 1 });
      clock.advance(1_000);
      await one.write();
    }
    cut.fate = () => 'well';
    await other.write();
    clock.advance(1_000);
    expect(await known()).toMatchObject({ count: 25, max: 30, avg: 54 / 25 });
    const { figures } = await one.queries.figures({ metrics: ['requests'], window: '24h' });
    expect(figures['requests']?.value).toBe(25);
    await one.clear();
    expect(await known()).toMatchObject({ count: 0, max: null });
  });

  it('refuse an event that is too long', () => {
    const metrics = make();
    expect(() => metrics.recordEvent('alert', { text: 'x'.repeat(10_000) })).toThrow(RangeError);
  });

  it('reject questions that make no sense', async () => {
    const { queries } = make();
    await expect(queries.series({ metrics: ['nonsense'], step: 10 })).rejects.toMatchObject({
      code: 'unknown_metric',
    });
    const invalid = (param: string) => expect.objectContaining({ code: 'invalid_query', param });
    await expect(queries.statistics({ window: NaN })).rejects.toEqual(invalid('window'));
    await expect(queries.statistics({ window: 1e9 })).rejects.toEqual(invalid('window'));
    await expect(queries.turns.slowest({ window: 1e9 })).rejects.toEqual(invalid('window'));
    const [metrics, now] = [['requests'], new KitClock().now()];
    await expect(queries.figures({ metrics, at: now - 8 * 86_400_000 })).rejects.toEqual(invalid('at'));
    await expect(queries.range({ metrics, from: 0, to: now, step: 300 })).rejects.toEqual(invalid('from'));
  });
});
