import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SIGNALS, type Aggregation, type Sample, type SignalQuery } from '@yychat/alerts';
import { silentLogger } from '@yychat/engine-core';
import { Metrics, SqliteMetricsStore } from '@yychat/metrics';
import { KitClock, runTurn, UnreliableStore } from '@yychat/metrics/testing';
import { MetricsSignalSource } from './metrics-signal-source.js';

const ENGINES = ['chat_engine', 'mem0_proxy'];

let clock: KitClock;
let store: UnreliableStore;
let metrics: Metrics;
let source: MetricsSignalSource;
/** How often the metrics were asked. */
let asked: number;
/** What the gauges say. */
let gauges: Record<string, number | null>;
beforeEach(() => {
  clock = new KitClock();
  store = new UnreliableStore(new SqliteMetricsStore({ file: ':memory:', clock }));
  metrics = new Metrics({ store, clock, logger: silentLogger, instance: 'one' });
  gauges = {};
  const gauge = (name: string, engine?: string) =>
    metrics.figures.gauge(
      { name, help: 'A test.', ...(engine !== undefined && { labels: { engine } }) },
      () => gauges[`${name} ${engine ?? ''}`.trim()] ?? null,
    );
  for (const engine of ENGINES) for (const name of ['engine_up', 'memory_lag']) gauge(name, engine);
  gauge('redis_up');
  asked = 0;
  const { queries } = metrics;
  const counted =
    <Query, Answer>(ask: (query: Query) => Promise<Answer>) =>
    (query: Query) => {
      asked++;
      return ask(query);
    };
  source = new MetricsSignalSource({
    queries: {
      figures: counted((query) => queries.figures(query)),
      series: counted((query) => queries.series(query)),
      range: counted((query) => queries.range(query)),
    },
    clock,
    engines: () => ENGINES,
  });
});
afterEach(() => store.close());

const query = (metric: string, agg: Aggregation, more: Partial<SignalQuery> = {}): SignalQuery => ({
  ...{ metric, agg, window: 60, scope: {}, at: clock.now() },
  ...more,
});
const ask = async (...asked: Parameters<typeof query>) => source.query(query(...asked));
const value = async (...asked: Parameters<typeof query>) => (await ask(...asked)).value;
/** Goes on for so many seconds, in each of which the gauges are read. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    clock.advance(1_000);
    await metrics.write();
  }
}

describe('every signal that rules can watch', () => {
  it.each(
    Object.entries(SIGNALS).flatMap(([metric, { aggs }]) =>
      aggs.map((agg): [string, Aggregation] => [metric, agg]),
    ),
  )('%s, %s: is known to the metrics', async (metric, agg) => {
    expect(await ask(metric, agg)).toMatchObject({ health: 'ok', count: 0 });
    const range = { query: query(metric, agg), from: clock.now() - 60_000, to: clock.now(), step: 10 };
    expect(await source.range(range)).toHaveLength(7);
  });
});

describe('a figure', () => {
  it('of turns is what was measured, with what it rests on', async () => {
    for (const total of [1, 2, 3, 4]) runTurn(metrics, { total, stages: { first_chunk: total / 10 } });
    runTurn(metrics, { total: 9, error: 'upstream_timeout' });
    expect(await ask('total_time', 'avg')).toEqual({ value: 2.5, count: 4, health: 'ok' });
    expect(await value('total_time', 'max')).toBe(4);
    expect(await value('first_chunk', 'p50')).toBeCloseTo(0.25, 2);
    expect(await ask('error_rate', 'ratio')).toEqual({ value: 0.2, count: 5, health: 'ok' });
    expect(await value('requests', 'count')).toBe(5);
  });

  it('is of the engine and model in scope', async () => {
    runTurn(metrics, { total: 1, engine: 'mem0_proxy' });
    runTurn(metrics, { total: 3, engine: 'chat_engine', model: 'other' });
    expect(await value('total_time', 'avg', { scope: { engine: 'mem0_proxy' } })).toBe(1);
    expect(await value('total_time', 'avg', { scope: { model: 'other' } })).toBe(3);
    expect(await value('total_time', 'avg', { scope: { engine: 'mem0_proxy', model: 'other' } })).toBeNull();
  });

  it('of the past has nothing in it that came later', async () => {
    runTurn(metrics, { total: 1 });
    await pass(120);
    runTurn(metrics, { total: 5 });
    expect(await value('total_time', 'max', { at: clock.now() - 60_000, window: 120 })).toBe(1);
    expect(await value('total_time', 'max', { window: 180 })).toBe(5);
  });

  it('is an error where others may know more', async () => {
    runTurn(metrics, { total: 1 });
    store.fate = () => 'request lost';
    expect(await ask('total_time', 'avg')).toEqual({
      ...{ value: null, count: 0, health: 'error' },
      reason: 'what other instances measured is not known',
    });
    const range = { query: query('total_time', 'avg'), from: clock.now() - 9_000, to: clock.now(), step: 1 };
    expect(new Set((await source.range(range)).map(({ health }) => health))).toEqual(new Set(['error']));
  });
});

describe('what processes say of themselves', () => {
  it('is the newest that there is', async () => {
    gauges['engine_up mem0_proxy'] = 1;
    await pass(30);
    gauges['engine_up mem0_proxy'] = 0;
    await pass(12);
    const scope = { engine: 'mem0_proxy' };
    expect(await value('engine_up', 'last', { scope })).toBe(0);
    expect(await value('engine_up', 'avg', { scope })).toBeGreaterThan(0.5);
    gauges['engine_up mem0_proxy'] = null;
    await pass(20);
    expect(await value('engine_up', 'last', { scope })).toBe(0);
    await pass(60);
    expect(await ask('engine_up', 'last', { scope })).toEqual({ value: null, count: 0, health: 'ok' });
  });

  it('is the worst of all engines where none is in scope', async () => {
    gauges = { 'engine_up chat_engine': 1, 'engine_up mem0_proxy': 0.5 };
    gauges['memory_lag chat_engine'] = 2;
    gauges['memory_lag mem0_proxy'] = 70;
    await pass(10);
    expect(await value('engine_up', 'last')).toBe(0.5);
    expect(await value('memory_lag', 'max')).toBe(70);
    expect(await value('memory_lag', 'max', { scope: { engine: 'chat_engine' } })).toBe(2);
  });

  it('is enough to say of Redis that it is away', async () => {
    gauges['redis_up'] = 1;
    await pass(5);
    store.fate = () => 'request lost';
    gauges['redis_up'] = 0;
    await pass(15);
    expect(await ask('redis_up', 'last')).toMatchObject({ value: 0, health: 'ok' });
    expect(await ask('engine_up', 'last')).toMatchObject({ health: 'error' });
  });
});

describe('many rules at once', () => {
  it('have each stretch of time read once', async () => {
    runTurn(metrics, { total: 1 });
    const samples = await Promise.all([
      ...(['avg', 'p95', 'p99', 'max'] as const).map((agg) => ask('total_time', agg)),
      ...[ask('error_rate', 'ratio'), ask('requests', 'rate')],
      ask('total_time', 'avg', { scope: { engine: 'chat_engine' } }),
    ]);
    expect(samples.map(({ health }) => health)).toEqual(Array(7).fill('ok'));
    expect(asked).toBe(2);
  });

  it('have long stretches read now and then, and short ones each second', async () => {
    const times: Record<number, number> = {};
    for (const window of [60, 300, 3_600]) {
      asked = 0;
      for (let second = 0; second < 30; second++) {
        await ask('total_time', 'avg', { window });
        clock.advance(1_000);
      }
      times[window] = asked;
    }
    expect(times[60]).toBe(30);
    expect(times[300]).toBeGreaterThanOrEqual(10);
    expect(times[300]).toBeLessThan(30);
    expect(times[3_600]).toBeLessThan(6);
  });
});

describe('a range', () => {
  it('has what was known at each time', async () => {
    for (let second = 0; second < 120; second++) {
      runTurn(metrics, { total: 1 + (second % 7) });
      await pass(1);
    }
    const to = clock.now();
    const from = to - 60_000;
    for (const agg of ['avg', 'max', 'p95'] as const) {
      const range = await source.range({ query: query('total_time', agg), from, to, step: 3 });
      const single: Sample[] = [];
      for (let at = from; at < to - 5_000; at += 3_000) single.push(await ask('total_time', agg, { at }));
      expect(range.slice(0, single.length)).toEqual(single);
    }
  });

  it('holds the newest value only as long as the window reaches back', async () => {
    gauges['redis_up'] = 0;
    await pass(10);
    gauges['redis_up'] = null;
    await pass(120);
    const to = clock.now();
    const samples = await source.range({
      query: query('redis_up', 'last'),
      from: to - 130_000,
      to,
      step: 10,
    });
    expect(samples.map(({ value: known }) => known)).toEqual([
      ...[null, ...Array<number>(8).fill(0)],
      ...Array<null>(5).fill(null),
    ]);
  });
});
