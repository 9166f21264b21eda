import { describe, expect, it } from '@jest/globals';
import { Measurements } from '../measurements/measurements.js';
import { metricNamed, type Sample } from './metric.js';
import { statisticsOf } from './statistics.js';
import { bucketsOf, rangeOf, slidingWindow, stepsOf, windowNamed, type Window } from './time-range.js';
import { TurnTotals } from './turn-totals.js';

const NOW = Date.UTC(2026, 0, 2, 12, 3, 44);
const DAY = 86_400_000;

describe('a window', () => {
  it.each<[Window, string, string, number]>([
    ['1m', '10s', '12:02:40', 7],
    ['5m', '10s', '11:58:40', 31],
    ['1h', '5m', '11:00:00', 13],
    ['24h', '5m', '12:00:00', 289],
    [600, '10s', '11:53:40', 61],
    [3_000, '5m', '11:10:00', 11],
  ])('%s is kept in buckets of %s from %s on', (window, tier, from, count) => {
    const range = rangeOf(window, NOW);
    expect([range.tier, new Date(range.from).toISOString().slice(11, 19)]).toEqual([tier, from]);
    expect(range.buckets).toHaveLength(count);
    expect(range.to).toBeGreaterThan(NOW);
    expect(range.buckets.at(-1)?.start).toBe(range.to - (tier === '10s' ? 10_000 : 300_000));
  });

  it('is refused when it is none', () => {
    expect(windowNamed('5m')).toBe('5m');
    expect(() => windowNamed('2h')).toThrow('There are 1m, 5m, 1h, 24h.');
    expect(() => windowNamed('toString')).toThrow(
      expect.objectContaining({ code: 'invalid_query', param: 'window' }),
    );
    expect(() => rangeOf(-1, NOW)).toThrow('positive');
  });

  it('is divided into steps that begin at multiples of their length', () => {
    const { step, ranges } = stepsOf('1h', 900, NOW);
    expect(step).toBe(900);
    expect(ranges.map(({ from }) => from % 900_000)).toEqual([0, 0, 0, 0, 0]);
    expect(ranges.at(-1)?.to).toBe(rangeOf('1h', NOW).to);
    expect(stepsOf('24h', 60, NOW).step).toBe(300);
    expect(stepsOf('5m', 7, NOW).step).toBe(10);
  });

  it('is not divided into very many, or no steps', () => {
    expect(() => stepsOf((30 * DAY) / 1_000, 300, NOW)).toThrow('at most 2000 steps');
    expect(() => stepsOf('5m', 0, NOW)).toThrow(expect.objectContaining({ param: 'step' }));
  });
});

describe('a window of the past', () => {
  it.each<[Window, number, string, string, string]>([
    ['5m', 60_000, '10s', '11:57:40', '12:02:40'],
    ['5m', 3_599_000, '5m', '10:55:00', '11:00:00'],
    ['1m', 7_200_000, '5m', '09:55:00', '10:00:00'],
    ['1h', 7_424_000, '5m', '09:00:00', '10:00:00'],
    ['1h', 10_000, '5m', '11:00:00', '12:05:00'],
  ])('%s, %p ms ago, is in buckets of %s, and has nothing in it that came later', (window, ago, ...is) => {
    const { tier, from, to } = rangeOf(window, NOW, NOW - ago);
    const times = [from, to].map((time) => new Date(time).toISOString().slice(11, 19));
    expect([tier, ...times]).toEqual(is);
  });

  it('is refused when it is of the future', () => {
    expect(() => rangeOf('5m', NOW, NOW + 1)).toThrow(expect.objectContaining({ param: 'at' }));
    expect(() => rangeOf('5m', NOW, NaN)).toThrow(expect.objectContaining({ param: 'at' }));
  });
});

describe('a window that slides', () => {
  it('ends at multiples of the step, and has each bucket once', () => {
    const asked = { from: NOW - 3_600_000, to: NOW, step: 400 };
    const sliding = slidingWindow('1h', asked, NOW);
    expect(sliding).toMatchObject({ tier: '5m', step: 600_000, length: 3_600_000 });
    const times = sliding.times.map((time) => new Date(time).toISOString().slice(11, 16));
    expect(times).toEqual(['11:10', '11:20', '11:30', '11:40', '11:50', '12:00']);
    const buckets = bucketsOf(sliding);
    expect(buckets).toHaveLength(12 + 10);
    expect(new Set(buckets.map(({ start }) => start)).size).toBe(buckets.length);
  });

  it('leaves out buckets between windows that are shorter than the step', () => {
    const sliding = slidingWindow('1m', { from: NOW - 300_000, to: NOW, step: 120 }, NOW);
    expect(sliding).toMatchObject({ tier: '10s', times: [NOW - 224_000, NOW - 104_000] });
    expect(bucketsOf(sliding)).toHaveLength(2 * 6);
  });

  it.each([
    ['to', { from: NOW, to: NOW + 1, step: 10 }],
    ['from', { from: NOW, to: NOW - 1, step: 10 }],
    ['step', { from: NOW - 60_000, to: NOW, step: Infinity }],
    ['step', { from: NOW - 60 * DAY, to: NOW, step: 300 }],
  ])('is refused when its %s cannot be: %p', (param, asked) => {
    expect(() => slidingWindow('5m', asked, NOW)).toThrow(expect.objectContaining({ param }));
  });
});

function totalsOf(fill: (ok: Measurements, error: Measurements) => void): TurnTotals {
  const totals = new TurnTotals('ok');
  const [ok, error] = [new Measurements(), new Measurements()];
  fill(ok, error);
  totals.add({ engine: 'e', model: 'm', outcome: 'ok' }, (to, isWanted) => to.merge(ok, isWanted));
  totals.add({ engine: 'e', model: 'm', outcome: 'error' }, (to, isWanted) => to.merge(error, isWanted));
  return totals;
}

const some = totalsOf((ok, error) => {
  ok.count('turns', 3);
  ok.count('cache_hit', 1);
  ok.count('cache_miss', 3);
  ok.count('with_usage', 2);
  ok.count('tokens_in', 50);
  ok.measure('total', 2);
  error.count('turns', 1);
  error.count('error:upstream_timeout');
  error.measure('total', 900);
});

describe('statistics', () => {
  it('are null, and not 0, where there is no data', () => {
    const {
      summary,
      cache,
      tokens,
      cost,
      total_time: times,
      errors,
    } = statisticsOf(
      totalsOf(() => undefined),
      60,
    );
    expect(summary).toMatchObject({ total_requests: 0, error_rate: null, requests_per_second: 0 });
    expect(cache).toEqual({ count: 0, hit_count: 0, miss_count: 0, hit_rate: null });
    expect(tokens).toEqual({ count: 0, input: null, output: null, cached: null });
    expect(cost).toEqual({ count: 0, total: null });
    expect(times).toEqual({ count: 0, avg: null, median: null, min: null, max: null, p95: null, p99: null });
    expect(errors).toEqual({});
  });

  it('count all turns, and take times of those that went well', () => {
    const { summary, cache, tokens, total_time: times, errors } = statisticsOf(some, 8);
    expect(summary).toMatchObject({
      total_requests: 4,
      ok: 3,
      errors: 1,
      error_rate: 0.25,
      requests_per_second: 0.5,
    });
    expect(cache.hit_rate).toBe(0.25);
    expect(tokens).toEqual({ count: 2, input: 50, output: 0, cached: 0 });
    expect([times.count, times.max]).toEqual([1, 2]);
    expect(errors).toEqual({ upstream_timeout: 1 });
  });
});

describe('a metric', () => {
  const system = new Measurements();
  system.count('cache_requests{tier=memory}', 12);
  system.measure('event_loop_delay', 0.25);
  const sample: Sample = { turns: some, system, seconds: 4 };

  it.each([
    ['requests', 4, 4],
    ['requests_per_second', 1, 4],
    ['errors', 1, 4],
    ['error_rate', 0.25, 4],
    ['cancel_rate', 0, 4],
    ['cache.hit_rate', 0.25, 4],
    ['cache.miss_count', 3, 4],
    ['memory.timeout', 0, 4],
    ['tokens.input', 50, 2],
    ['cost', null, 0],
    ['total_time.avg', 2, 1],
    ['total_time.p99.9', 2, 1],
    ['queue.median', null, 0],
    ['queue.count', 0, 0],
    ['system.event_loop_delay.max', 0.25, 1],
    ['system.cache_requests{tier=memory}.sum', 12, 12],
    ['system.cache_requests{tier=memory}.rate', 3, 12],
    ['system.nothing.sum', null, 0],
  ])('%s is %p, of %p', (name, value, count) => {
    expect(metricNamed(name).valueOf(sample)).toEqual({ value, count });
  });

  it.each([
    '',
    'total',
    'total.p95',
    'total_time',
    'total_time.p100x',
    'nothing.p95',
    'system.x',
    'toString',
    'system..sum',
  ])('is refused when it is none: %p', (name) => {
    expect(() => metricNamed(name)).toThrow(expect.objectContaining({ code: 'unknown_metric' }));
  });
});
