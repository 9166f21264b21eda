import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { KEPT_POINTS } from './live-data.js';
import { LiveStore } from './live-store.js';
import { frameOf, snapshotOf, statisticsOf } from './testing/fixtures.js';

let store: LiveStore;
let renderings: number;
beforeEach(() => {
  jest.useFakeTimers();
  store = new LiveStore();
  renderings = 0;
  store.subscribe(() => renderings++);
});
afterEach(() => {
  store.close();
  jest.useRealTimers();
});

const seq = () => store.state.data?.seq;
function frames(from: number, to: number): void {
  for (let i = from; i <= to; i++) {
    jest.advanceTimersByTime(1_000);
    store.frame(frameOf(i));
  }
}

describe('frames', () => {
  it('change what they tell of, and leave the rest as it is', () => {
    store.snapshot(snapshotOf(1));
    const before = store.state.data!;
    jest.advanceTimersByTime(1_000);
    expect(store.frame(frameOf(2, { statistics: statisticsOf(7) }))).toBe(true);
    const after = store.state.data!;
    expect(after.statistics.summary.total_requests).toBe(7);
    expect(after.engine).toBe(before.engine);
    expect(after.points.map(({ at }) => at)).toEqual([1_000, 2_000]);
  });

  it('say that one was missed, until a snapshot comes', () => {
    store.snapshot(snapshotOf(1));
    expect(store.frame(frameOf(3))).toBe(false);
    expect(seq()).toBe(1);
    jest.advanceTimersByTime(1_000);
    store.snapshot(snapshotOf(4));
    expect(seq()).toBe(4);
    jest.advanceTimersByTime(1_000);
    expect(store.frame(frameOf(5))).toBe(true);
    expect(seq()).toBe(5);
  });

  it('that are included already change nothing', () => {
    store.snapshot(snapshotOf(5));
    expect(store.frame(frameOf(4))).toBe(true);
    expect(store.state.data?.points).toHaveLength(1);
  });

  it('are remembered up to a number', () => {
    store.snapshot(snapshotOf(1));
    frames(2, KEPT_POINTS + 50);
    expect(store.state.data?.points).toHaveLength(KEPT_POINTS);
    expect(store.state.data?.points.at(-1)?.at).toBe((KEPT_POINTS + 50) * 1_000);
  });
});

describe('what is shown', () => {
  it('changes at the rate that was chosen, and then all at once', () => {
    store.snapshot(snapshotOf(1));
    store.rate(5);
    renderings = 0;
    frames(2, 11);
    expect(renderings).toBe(2);
    expect(store.state.data?.points.length).toBeGreaterThanOrEqual(9);
  });

  it('stays as it is while paused, and loses nothing', () => {
    store.snapshot(snapshotOf(1));
    store.pause(true);
    frames(2, 4);
    expect(seq()).toBe(1);
    store.pause(false);
    expect(seq()).toBe(4);
    expect(store.state.data?.points).toHaveLength(4);
  });

  it('does not render while nobody can see the page', () => {
    store.snapshot(snapshotOf(1));
    store.hidden(true);
    renderings = 0;
    frames(2, 10);
    expect(renderings).toBe(0);
    store.hidden(false);
    expect(seq()).toBe(10);
  });

  it('is stale when no frame has come for three seconds, and is not when one has', () => {
    store.snapshot(snapshotOf(1));
    jest.advanceTimersByTime(3_001);
    store.tick();
    expect(store.state.stale).toBe(true);
    store.frame(frameOf(2));
    expect(store.state.stale).toBe(false);
  });

  it('is of the new window at once, and keeps the points', () => {
    store.snapshot(snapshotOf(1));
    frames(2, 3);
    store.snapshot(snapshotOf(40, { window: '1h', live: [] }));
    expect(store.state.data).toMatchObject({ window: '1h', seq: 40 });
    expect(store.state.data?.points).toHaveLength(3);
  });
});

it('a switch is shown when it is told, and marked once', () => {
  store.snapshot(snapshotOf(1));
  const engine = { name: 'mem0_proxy', epoch: 2, since: '2026-11-22T12:00:01.000Z' };
  store.switched(engine);
  store.switched(engine);
  expect(store.state.data?.engine).toEqual(engine);
  expect(store.state.marks).toEqual([
    { id: 'switched 2', at: Date.parse(engine.since), kind: 'switched', name: 'mem0_proxy' },
  ]);
});
