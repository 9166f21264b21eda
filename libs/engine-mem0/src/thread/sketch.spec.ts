import { describe, expect, it } from '@jest/globals';
import { Seeded } from '@yychat/engine-core/testing';
import { difference, mostDifference, SKETCH_BITS, sketchOf } from './sketch.js';

const random = new Seeded(11);
const dense = (length: number): number[] => Array.from({ length }, () => random.below(2_000) / 1_000 - 1);
const cosine = (one: readonly number[], other: readonly number[]): number => {
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
};
/** A vector at some angle to another. */
const near = (vector: readonly number[], share: number): number[] => {
  const noise = dense(vector.length);
  return vector.map((value, at) => share * value + (1 - share) * (noise[at] ?? 0));
};

describe('sketches', () => {
  it.each([384, 768, 1_536, 3_072])('differ by the angle of vectors with %d dimensions', (length) => {
    for (const share of [0, 0.2, 0.5, 0.8, 0.95]) {
      const one = dense(length);
      const other = near(one, share);
      const bits = difference(sketchOf(one), sketchOf(other), 0);
      const expected = (Math.acos(cosine(one, other)) / Math.PI) * SKETCH_BITS;
      expect(Math.abs(bits - expected)).toBeLessThan(120);
    }
  });

  it('differ by the angle of vectors that are almost nothing but zeros', () => {
    const one = Array.from({ length: 1_536 }, (_, at) => (at % 200 === 0 ? 1 : 0));
    const other = Array.from({ length: 1_536 }, (_, at) => (at % 400 === 0 ? 1 : 0));
    const expected = (Math.acos(cosine(one, other)) / Math.PI) * SKETCH_BITS;
    expect(Math.abs(difference(sketchOf(one), sketchOf(other), 0) - expected)).toBeLessThan(200);
  });

  it('are the same for ever, for they are kept', () => {
    const words = sketchOf(Array.from({ length: 1_536 }, (_, at) => Math.sin(at + 1)));
    expect([...words.slice(0, 4)]).toEqual([2874222867, 3480168764, 371226419, 3819358729]);
    expect(
      difference(words, sketchOf(Array.from({ length: 1_536 }, (_, at) => 7 * Math.sin(at + 1))), 0),
    ).toBe(0);
  });

  it('say how much those of near vectors differ at most', () => {
    expect(mostDifference(-1)).toBe(SKETCH_BITS);
    expect(mostDifference(1)).toBeLessThan(100);
    for (let tries = 0; tries < 50; tries++) {
      const one = dense(1_536);
      const other = near(one, 0.4 + random.below(60) / 100);
      const most = mostDifference(cosine(one, other));
      expect(difference(sketchOf(one), sketchOf(other), 0)).toBeLessThanOrEqual(most);
    }
  });
});
