import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backOff } from './back-off.js';

describe('backOff', () => {
  it('doubles from half a second to half a minute', () => {
    const delays = [0, 1, 2, 5, 6, 50].map((failures) => backOff(failures, () => 0.5));
    expect(delays).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000]);
  });

  it('spreads, and stays between half a second and half a minute', () => {
    expect(backOff(2, () => 0)).toBe(1500);
    expect(backOff(2, () => 0.999)).toBeCloseTo(2499, 0);
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
        const delay = backOff(failures, () => random);
        return delay >= 500 && delay <= 30_000;
      }),
    );
  });
});
