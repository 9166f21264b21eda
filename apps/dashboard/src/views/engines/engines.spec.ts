import { describe, expect, it } from '@jest/globals';
import { statisticsOf } from '../../live/testing/fixtures.js';
import { compare } from './comparison.js';
import { memoryFactsOf } from './memory-facts.js';
import { shadowRows } from './shadow-figures.js';
import { sharesInForce, wholeShares, withShare } from './shares.js';

describe('shares', () => {
  it('are of the weights, and without weights all of the engine in force', () => {
    expect(sharesInForce({ a: 1, b: 3 }, 'a')).toEqual({ a: 0.25, b: 0.75 });
    expect(sharesInForce(null, 'a')).toEqual({ a: 1 });
    expect(wholeShares(null, 'b', ['a', 'b'])).toEqual({ a: 0, b: 100 });
  });

  it.each([
    [{ a: 90, b: 10 }, 'b', 30, { a: 70, b: 30 }],
    [{ a: 100, b: 0 }, 'a', 40, { a: 40, b: 60 }],
    [{ a: 100, b: 0, c: 0 }, 'a', 41, { a: 41, b: 30, c: 29 }],
    [{ a: 50, b: 30, c: 20 }, 'a', 0, { a: 0, b: 60, c: 40 }],
    [{ a: 50, b: 50 }, 'a', 300, { a: 100, b: 0 }],
    [{ a: 100 }, 'a', 5, { a: 100 }],
  ])('of %j with %s at %d add up to 100', (before, name, value, after) => {
    expect(withShare(before, name, value)).toEqual(after);
  });

  it('of odd weights add up to 100 as well', () => {
    const shares = wholeShares({ a: 1, b: 1, c: 1 }, 'a', ['a', 'b', 'c']);
    expect(Object.values(shares).sort()).toEqual([33, 33, 34]);
  });
});

describe('a comparison', () => {
  const row = (a: number, b: number, id: string) =>
    compare(statisticsOf(a), b === 0 ? undefined : statisticsOf(b)).find(({ figure }) => figure.id === id)!;

  it('is of one turn, not of how many there were', () => {
    expect(row(50, 200, 'tokensOut')).toMatchObject({ a: { value: 180 }, b: { value: 180 }, difference: 0 });
    expect(row(50, 200, 'requests')).toMatchObject({ difference: null, few: false });
  });

  it('tells no difference where one of them has too few samples', () => {
    expect(row(50, 19, 'errorRate')).toMatchObject({ difference: null, few: true });
    expect(row(50, 20, 'errorRate')).toMatchObject({ difference: 0, few: false });
    expect(row(50, 0, 'errorRate')).toMatchObject({ b: { value: null, count: 0 }, difference: null });
  });
});

it('shadow turns are found among the figures of the system, by engine', () => {
  const spread = { count: 3, avg: 1, median: 1, min: 1, max: 1, p95: 1, p99: 1 };
  const rows = shadowRows({
    'shadow_turns{engine=mem0_proxy,outcome=ok}': 3,
    'shadow_turns{engine=mem0_proxy,outcome=error}': 1,
    'shadow_total{engine=mem0_proxy}': spread,
    'cache_misses{cache=memories}': 5,
  });
  expect(rows).toEqual([
    {
      engine: 'mem0_proxy',
      turns: { ok: 3, error: 1, cancelled: 0, skipped: 0 },
      total: spread,
      first: null,
      recall: null,
    },
  ]);
});

it('a memory tells of itself as far as it does, whatever stands there', () => {
  expect(memoryFactsOf({ details: {} })).toBeNull();
  expect(memoryFactsOf({ details: { memory: { status: 7, embeddings: 'none' } } })).toEqual({
    ...{ kind: null, mode: null, vectorStore: null, embeddings: null, extraction: null },
  });
  const memory = { memory: 'mem0', mode: 'open source', vectorStore: 'embedded', status: 'working', lag: 3 };
  expect(memoryFactsOf({ details: { memory } })).toMatchObject({
    kind: 'mem0',
    extraction: { status: 'working', lag: 3, pending: 0, lastError: null },
  });
});
