import { describe, expect, it } from '@jest/globals';
import { isRetryable, retryAfter, retryDelay } from './retry-policy.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('retryAfter', () => {
  it.each<[string, Record<string, string | string[]>, number | undefined]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a fraction of a second', { 'retry-after': '0.25' }, 250],
    ['a date', { 'retry-after': 'Fri, 02 Jan 2026 03:04:15 GMT' }, 10_000],
    ['a date that has passed', { 'retry-after': 'Fri, 02 Jan 2026 03:00:00 GMT' }, 0],
    ['milliseconds, which are exact', { 'retry-after-ms': '125', 'retry-after': '7' }, 125],
    ['the first of several', { 'retry-after': ['3', '9'] }, 3_000],
    ['a negative number as no wait', { 'retry-after': '-5' }, 0],
    ['no sense as nothing', { 'retry-after': 'soon' }, undefined],
    ['nothing as nothing', {}, undefined],
    [
      'senseless milliseconds as if they were not there',
      { 'retry-after-ms': 'x', 'retry-after': '1' },
      1_000,
    ],
  ])('reads %s', (_, headers, expected) => {
    expect(retryAfter(headers, NOW)).toBe(expected);
  });
});

describe('isRetryable', () => {
  it.each([408, 409, 429, 500, 502, 503, 504])('is so for %d', (status) => {
    expect(isRetryable(status, {})).toBe(true);
  });

  it.each([400, 401, 403, 404, 413, 422])('is not so for %d', (status) => {
    expect(isRetryable(status, {})).toBe(false);
  });

  it('is what the upstream says, where it says so', () => {
    expect(isRetryable(500, { 'x-should-retry': 'false' })).toBe(false);
    expect(isRetryable(400, { 'x-should-retry': 'true' })).toBe(true);
    expect(isRetryable(500, { 'x-should-retry': 'perhaps' })).toBe(true);
  });
});

describe('retryDelay', () => {
  it('doubles from half a second to eight, a quarter less at most', () => {
    const longest = [1, 2, 3, 4, 5, 6, 20].map((tried) => retryDelay(tried, undefined, () => 0));
    expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    expect(retryDelay(1, undefined, () => 1)).toBe(375);
  });

  it('is never shorter than the upstream asks for', () => {
    expect(retryDelay(1, 2_000, () => 0)).toBe(2_000);
    expect(retryDelay(1, 2_000, () => 1)).toBeCloseTo(2_200);
  });

  it('is not a wait that a request has no patience for', () => {
    expect(retryDelay(1, 20_000, () => 0)).toBe(20_000);
    expect(retryDelay(1, 20_001, () => 0)).toBeUndefined();
  });
});
