import { describe, expect, it } from '@jest/globals';
import { addEncoded } from '../measurements/measurements-codec.js';
import { Measurements } from '../measurements/measurements.js';
import { LiveBuckets, SETTLE } from './live-buckets.js';

const NOON = Date.UTC(2026, 0, 2, 12);
const one = (measurements: Measurements) => measurements.count('turns');

function countsOf(live: LiveBuckets, now: number, limit = 100): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { bucket, series, data } of live.unsaved(now, limit).parts) {
    const measurements = new Measurements();
    addEncoded(data, measurements);
    counts[`${bucket.tier} ${(bucket.start - NOON) / 1_000} ${series}`] = measurements.sum('turns');
  }
  return counts;
}

describe('live buckets', () => {
  it('count in both tiers, and show all of a bucket until the store has it', () => {
    const live = new LiveBuckets();
    live.add('s', NOON, 1, one);
    expect(countsOf(live, NOON)).toEqual({ '10s 0 s': 1, '5m 0 s': 1 });
    live.add('s', NOON + 12_000, 1, one);
    const unsaved = live.unsaved(NOON + 12_000, 100);
    live.add('s', NOON + 13_000, 1, one);
    unsaved.saved();
    expect(countsOf(live, NOON + 13_000)).toEqual({ '10s 10 s': 2, '5m 0 s': 3 });
  });

  it('keep a bucket until it is settled and the store has it', () => {
    const live = new LiveBuckets();
    live.add('s', NOON, 1, one);
    const settled = NOON + 300_000 + SETTLE;
    live.prune(settled, 3_600_000);
    expect(live.measured(`5m:${NOON}`)?.get('s')?.measurements.sum('turns')).toBe(1);
    live.unsaved(settled, 100).saved();
    expect(live.prune(settled - 1, 3_600_000)).toBe(0);
    expect(live.measured(`5m:${NOON}`)).toBeDefined();
    expect(live.prune(settled, 3_600_000)).toBe(0);
    expect(live.measured(`5m:${NOON}`)).toBeUndefined();
  });

  it('drop what waited too long, and count the turns that the store never had', () => {
    const live = new LiveBuckets();
    live.add('s', NOON, 1, one);
    live.unsaved(NOON, 100).saved();
    live.add('s', NOON, 1, one);
    live.add('s', NOON, 1, one);
    expect(live.prune(NOON + 300_000 + 700_000, 700_000)).toBe(2);
    expect(live.buckets).toEqual([]);
  });

  it('say which buckets others may have read for the last time', () => {
    const live = new LiveBuckets();
    live.add('s', NOON, 1, one);
    expect(live.unsaved(NOON + 10_000, 100).late).toEqual([]);
    expect(live.unsaved(NOON + 10_000 + SETTLE, 100).late).toEqual([`10s:${NOON}`]);
  });

  it('put no more into a batch than it may have; the rest waits', () => {
    const live = new LiveBuckets();
    for (let i = 0; i < 10; i++) live.add(`s${i}`, NOON, 1, one);
    const first = live.unsaved(NOON, 15);
    expect(first.parts).toHaveLength(15);
    first.saved();
    expect(live.unsaved(NOON, 15).parts).toHaveLength(5);
  });

  it('do not begin a bucket anew when the clock is set back', () => {
    const live = new LiveBuckets();
    live.add('s', NOON, 1, one);
    const later = NOON + 300_000 + SETTLE;
    live.unsaved(later, 100).saved();
    live.prune(later, 3_600_000);
    live.add('s', NOON + 1_000, 1, one);
    expect(countsOf(live, later)).toEqual({ '10s 10 s': 1, '5m 300 s': 1 });
  });
});
