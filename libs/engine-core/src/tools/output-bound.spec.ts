import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundOutput, cutText } from './output-bound.js';

describe('boundOutput', () => {
  it('leaves alone what fits', () => {
    expect(boundOutput('a'.repeat(200), 200)).toBe('a'.repeat(200));
  });

  it('says how much is missing', () => {
    const bound = boundOutput('a'.repeat(1000), 200);
    const [, cut] = /\[truncated: (\d+) of 1000 characters left out\]$/.exec(bound) ?? [];
    expect(bound.indexOf('\n') + Number(cut)).toBe(1000);
  });

  it('never exceeds the limit, and never splits a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.integer({ min: 100, max: 300 }),
        (text, limit) => {
          const long = text.repeat(400);
          const bound = boundOutput(long, limit);
          return bound.length <= limit && (!long.isWellFormed() || bound.isWellFormed());
        },
      ),
    );
  });
});

describe('cutText', () => {
  it('drops half a pair', () => {
    expect(cutText('a😀b', 2)).toBe('a');
    expect(cutText('a😀b', 3)).toBe('a😀');
  });
});
