import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@yychat/engine-core';
import { Metrics, SqliteMetricsStore } from '@yychat/metrics';
import { KitClock, runTurn } from '@yychat/metrics/testing';
import type { DashboardFrame, WindowName } from '@yychat/protocol';
import { FrameMaker } from './frame-maker.js';

let clock: KitClock;
let store: SqliteMetricsStore;
let metrics: Metrics;
let frames: FrameMaker;
let engine: { name: string; epoch: number; since: string };
let alerts: { firing: number; critical: number; pending: number };
beforeEach(() => {
  clock = new KitClock();
  store = new SqliteMetricsStore({ file: ':memory:', clock });
  metrics = new Metrics({ store, clock, logger: silentLogger, instance: 'one' });
  engine = { name: 'chat_engine', epoch: 1, since: new Date(clock.now()).toISOString() };
  alerts = { firing: 0, critical: 0, pending: 0 };
  frames = new FrameMaker({ queries: metrics.queries, engine: () => engine, alerts: () => alerts, clock });
});
afterEach(() => store.close());

/** One second on, as somebody who watches these windows sees it. */
async function next(...windows: WindowName[]): Promise<ReadonlyMap<WindowName, DashboardFrame>> {
  clock.advance(1_000);
  await metrics.write();
  return frames.next(new Set(windows));
}
const frame = async (window: WindowName = '5m') => (await next(window)).get(window) as DashboardFrame;
const turns = (count: number, total = 1) => {
  for (let i = 0; i < count; i++) runTurn(metrics, { total });
};

describe('a snapshot', () => {
  it('is of what there is when the first one begins to watch', async () => {
    turns(3, 2);
    await frames.open('5m');
    const snapshot = frames.snapshot('5m');
    expect(snapshot).toMatchObject({
      window: '5m',
      engine,
      alerts,
      statistics: { summary: { total_requests: 3 } },
    });
    expect(snapshot?.recent_requests).toHaveLength(3);
    expect(snapshot?.live.at(-1)).toMatchObject({ count: 3, avg: 2, error_rate: 0, at: clock.now() });
    expect(frames.snapshot('1h')).toBeUndefined();
  });

  it('has the minutes before, though nobody watched, as far as they are kept', async () => {
    for (let i = 0; i < 12; i++) {
      turns(i);
      await metrics.write();
      clock.advance(10_000);
    }
    await frames.open('1h');
    const { live = [] } = frames.snapshot('1h') ?? {};
    expect(live.slice(-13, -1).map(({ count }) => count)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(live.slice(-13, -1).map(({ at }) => (at - clock.now()) / 10_000)).toEqual(
      Array.from({ length: 12 }, (_, i) => i - 11),
    );
    expect(live[0]).toMatchObject({ count: 0, avg: null, p95: null, error_rate: null });
    expect(live.at(-1)?.at).toBe(clock.now());
  });

  it('goes on from the points that were shown before, without those in between twice', async () => {
    await frame();
    await frame();
    clock.advance(60_000);
    await frames.open('5m');
    const at = frames.snapshot('5m')?.live.map((point) => point.at) ?? [];
    expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
    expect(at.filter((time) => time > clock.now() - 60_000).length).toBeGreaterThanOrEqual(6);
  });

  it('has 300 points at most', async () => {
    for (let i = 0; i < 310; i++) await frame();
    const { live = [] } = frames.snapshot('5m') ?? {};
    expect(live).toHaveLength(300);
    expect(live.at(-1)?.at).toBe(clock.now());
  });

  it('is what the frames since the one before add up to', async () => {
    await frames.open('5m');
    let known = frames.snapshot('5m')!;
    for (let second = 0; second < 30; second++) {
      turns(second % 7, 1 + second);
      if (second === 9) engine = { ...engine, name: 'mem0_proxy', epoch: 2 };
      if (second === 19) alerts = { firing: 1, critical: 1, pending: 0 };
      const { seq, timestamp, point, requests = [], ...rest } = await frame();
      expect(seq).toBe(known.seq + 1);
      const recent_requests = [...requests, ...known.recent_requests].slice(0, 10);
      const live = [...known.live, point].slice(-300);
      known = { ...known, ...rest, seq, timestamp, recent_requests, live };
    }
    const { statistics, ...snapshot } = frames.snapshot('5m')!;
    const { statistics: added, ...sum } = known;
    expect(sum).toEqual(snapshot);
    expect({ ...added, from: '', to: '' }).toEqual({ ...statistics, from: '', to: '' });
  });
});

describe('a frame', () => {
  it('has nothing that has not changed', async () => {
    await frame();
    await frame();
    const { seq, timestamp, point, system, ...rest } = await frame();
    expect(rest).toEqual({});
    expect([seq, Date.parse(timestamp), point.at]).toEqual([3, clock.now(), clock.now()]);
    expect(system).toBeDefined();
  });

  it('has new turns alone, the last one first, and ten at most', async () => {
    runTurn(metrics, { id: 'a', total: 1 });
    await frame();
    clock.advance(1);
    runTurn(metrics, { id: 'b', total: 1 });
    clock.advance(1);
    runTurn(metrics, { id: 'c', total: 1 });
    const ids = async () => (await frame()).requests?.map(({ request_id: id }) => id);
    expect(await ids()).toEqual(['c', 'b']);
    expect(await ids()).toBeUndefined();
    turns(15);
    expect(await ids()).toHaveLength(10);
  });

  it('leaves a number out after figures were cleared, so that everybody asks for what there is', async () => {
    turns(5);
    const { seq } = await frame();
    await metrics.clear();
    const after = await frame();
    expect(after.seq).toBe(seq + 2);
    expect(after.statistics?.summary.total_requests).toBe(0);
    expect(frames.snapshot('5m')).toMatchObject({ seq: after.seq, recent_requests: [], live: [after.point] });
  });

  it('goes to each window that is watched, each with its own statistics, and no other is computed', async () => {
    turns(4);
    await next('5m', '1h');
    clock.advance(600_000);
    turns(1);
    const both = await next('5m', '1h');
    expect(both.get('5m')?.statistics?.summary.total_requests).toBe(1);
    expect(both.get('1h')?.statistics?.summary.total_requests).toBe(5);
    expect(both.get('5m')?.seq).toBe(both.get('1h')?.seq);
    expect([...(await next('1h')).keys()]).toEqual(['1h']);
    expect(frames.snapshot('5m')).toBeUndefined();
  });

  it('has the statistics of a long window seldom: they cost much, and change little', async () => {
    await next('24h');
    let changed = 0;
    for (let second = 0; second < 30; second++) {
      turns(1);
      if ((await frame('24h')).statistics !== undefined) changed += 1;
    }
    expect(changed).toBe(2);
  });
});
