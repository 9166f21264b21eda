import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { topScores } from './top-scores.js';

describe('topScores', () => {
  it('is the head of a full sort, the later first among equals, without what scores nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 60 }), fc.nat(20), (scores, limit) => {
        const sorted = [...scores.keys()]
          .filter((slot) => scores[slot]! > 0)
          .sort((one, other) => scores[other]! - scores[one]! || other - one);
        expect(topScores(Float64Array.from(scores), limit)).toEqual(sorted.slice(0, limit));
      }),
    );
  });
});
