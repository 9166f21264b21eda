import { describe, expect, it } from '@jest/globals';
import { ScopeIndex } from './scope-index.js';
import { SKETCH_WORDS } from './sketch.js';

/** A sketch that differs from nothing in so many bits. */
const bits = (count: number): Uint32Array =>
  Uint32Array.from({ length: SKETCH_WORDS }, (_, word) => {
    const left = Math.min(32, Math.max(0, count - 32 * word));
    return left === 32 ? 0xffffffff : 2 ** left - 1;
  });
const indexOf = (...differences: readonly number[]): ScopeIndex => {
  const index = new ScopeIndex();
  differences.forEach((count, at) =>
    index.add({ row: at + 1, id: `id-${at + 1}`, sketch: bits(count), words: `w${at}` }),
  );
  return index;
};
const nothing = bits(0);
const sorted = (rows: readonly number[]): number[] => [...rows].sort((one, other) => one - other);

describe('the index of a scope', () => {
  it('gives the nearest, and no more than are wanted', () => {
    const index = indexOf(5, 2_048, 3, 40, 3, 1_000);
    expect(sorted(index.nearest(nothing, 3))).toEqual([1, 3, 5]);
    expect(sorted(index.nearest(nothing, 4))).toEqual([1, 3, 4, 5]);
    expect(sorted(index.nearest(nothing, 10))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(index.nearest(nothing, 0)).toEqual([]);
  });

  it('gives the newest of those that are as near as each other', () => {
    const index = indexOf(...Array.from({ length: 100 }, () => 7), 2);
    expect(sorted(index.nearest(nothing, 3))).toEqual([99, 100, 101]);
  });

  it('gives none that differ too much', () => {
    const index = indexOf(5, 2_048, 3, 40);
    expect(sorted(index.nearest(nothing, 10, 40))).toEqual([1, 3, 4]);
    expect(sorted(index.nearest(nothing, 10, 39))).toEqual([1, 3]);
    expect(index.nearest(bits(2_048), 10, 0)).toEqual([2]);
  });

  it('gives none that were removed, and is worn when most were', () => {
    const index = indexOf(...Array.from({ length: 200 }, (_, at) => at));
    for (let row = 1; row <= 150; row++) index.remove(row);
    index.remove(1);
    expect(sorted(index.nearest(nothing, 2))).toEqual([151, 152]);
    expect(index.keywords('w0 w199', 5)).toEqual([{ id: 'id-200', score: expect.any(Number) }]);
    expect(index.isWorn).toBe(true);
    expect(indexOf(1, 2, 3).isWorn).toBe(false);
  });
});
