import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { similarity, sketch } from './sketch.js';

const few = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 8 });

describe('similarity', () => {
  it('is the share of common terms, exactly, for short texts', () => {
    fc.assert(
      fc.property(few, few, (one, other) => {
        const union = new Set([...one, ...other]).size;
        const shared = one.filter((term) => other.includes(term)).length;
        expect(similarity(sketch(one), sketch(other))).toBeCloseTo(union === 0 ? 0 : shared / union);
      }),
    );
  });

  it('is near it for long ones', () => {
    const terms = Array.from({ length: 400 }, (_, n) => `term${n}`);
    expect(similarity(sketch(terms), sketch(terms))).toBe(1);
    expect(similarity(sketch(terms), sketch(terms.slice(0, 200)))).toBeGreaterThan(0.2);
    expect(similarity(sketch(terms), sketch(terms.slice(0, 200)))).toBeLessThan(0.8);
  });

  it('does not depend on order or repetition', () => {
    fc.assert(
      fc.property(few, (terms) => {
        expect(sketch([...terms, ...terms].reverse())).toEqual(sketch(terms));
      }),
    );
  });
});
