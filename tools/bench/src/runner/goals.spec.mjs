import { describe, expect, it } from '@jest/globals';
import { goalLine, summaryLine } from './goals.mjs';

const even = (/** @type {number} */ value) => ({ median: value, low: value, high: value });

describe('goals', () => {
  const met = { name: 'a', measured: { median: 1.234, low: 1, high: 2 }, atMost: 1.3 };
  const missed = { name: 'b', measured: even(41.5), atMost: 40, unit: ' MB' };
  const unknown = { name: 'c', measured: even(NaN), atMost: 1 };

  it('says what was measured, with the quartiles', () => {
    expect(goalLine(met)).toBe('PASS  a: 1.23 (1.00–2.00), at most 1.3');
    expect(goalLine(missed)).toBe('FAIL  b: 41.50 MB, at most 40 MB');
  });

  it('does not pass what was not measured', () => {
    expect(goalLine(unknown)).toBe('FAIL  c: -, at most 1');
  });

  it('counts', () => {
    expect(summaryLine([met, missed, unknown])).toBe('1 passed, 2 failed');
  });
});
