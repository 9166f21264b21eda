import { describe, expect, it } from '@jest/globals';
import { quantile } from './quantiles.mjs';
import { ratio, spread } from './spread.mjs';

describe('quantile', () => {
  it('interpolates between neighbours', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
  });

  it('knows the ends', () => {
    expect(quantile([3, 1, 2], 0)).toBe(1);
    expect(quantile([3, 1, 2], 1)).toBe(3);
    expect(quantile([7], 0.9)).toBe(7);
  });

  it('is NaN of nothing', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('spread', () => {
  it('leaves out rounds that were not measured', () => {
    expect(spread([1, NaN, 2, 3, Infinity])).toEqual({ median: 2, low: 1.5, high: 2.5 });
  });
});

describe('ratio', () => {
  it('divides round by round, so that a slow round does not count', () => {
    expect(ratio([1, 10, 1], [2, 20, 2])).toEqual({ median: 0.5, low: 0.5, high: 0.5 });
  });

  it('takes the rounds that both have', () => {
    expect(ratio([1, 2, 3], [2]).median).toBe(0.5);
    expect(ratio([1], []).median).toBeNaN();
  });
});
