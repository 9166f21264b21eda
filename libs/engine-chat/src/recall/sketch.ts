import { hash } from './hash.js';

/** How many hashes a sketch has at most: texts of no more distinct terms are compared exactly. */
const SIZE = 16;

/** The smallest hashes of a text's distinct terms, ascending; 16 at most, each of 32 bits. Empty for a text without terms. */
export type Sketch = readonly number[];

/** Bottom-k sketch (E. Cohen, H. Kaplan: Summarizing data using bottom-k sketches, PODC 2007). */
export function sketch(terms: Iterable<string>): Sketch {
  return [...new Set([...terms].map(hash))].sort((a, b) => a - b).slice(0, SIZE);
}

/** Of the terms of both texts, the share that is in each: 0 to 1. Exact up to 16 distinct terms together, else an estimate. */
export function similarity(one: Sketch, other: Sketch): number {
  let [left, right, union, shared] = [0, 0, 0, 0];
  for (; union < SIZE && (left < one.length || right < other.length); union++) {
    const [a, b] = [one[left] ?? Infinity, other[right] ?? Infinity];
    if (a === b) shared++;
    if (a <= b) left++;
    if (b <= a) right++;
  }
  return union === 0 ? 0 : shared / union;
}
