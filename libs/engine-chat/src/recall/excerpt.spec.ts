import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askedTerms } from './asked-terms.js';
import { excerpt } from './excerpt.js';

const filler = Array.from({ length: 120 }, (_, n) => `Sentence ${n} says nothing of interest.`).join(' ');

describe('excerpt', () => {
  it('keeps a short text whole', () => {
    expect(excerpt('A ferry.', new Set(['ferry']), 100)).toBe('A ferry.');
  });

  it('is the stretch that has most of the terms', () => {
    const text = `${filler} A bridge. ${filler} The ferry crosses at the bridge. ${filler}`;
    const found = excerpt(text, new Set(['ferri', 'ferry', 'bridg', 'bridge', 'cross']), 400);
    expect(found).toContain('The ferry crosses at the bridge.');
    expect(found).toMatch(/^….*…$/s);
  });

  it('is the beginning where no term is found', () => {
    expect(excerpt(filler, new Set(['ferry']), 200)).toMatch(/^Sentence 0 says .*…$/);
  });

  it('cuts Chinese at the end of a sentence', () => {
    const text = '今天的天气很好。'.repeat(200) + '我女儿在合唱团唱歌。' + '今天的天气很好。'.repeat(200);
    const found = excerpt(text, new Set(askedTerms('女儿唱什么歌？')), 200);
    expect(found).toContain('我女儿在合唱团唱歌。');
    expect(found).toMatch(/。…$/);
  });

  it('is never longer than asked for, and well-formed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 3_000 }),
        fc.integer({ min: 100, max: 500 }),
        (text, most) => {
          const found = excerpt(text, new Set(['a']), most);
          expect(found.length).toBeLessThanOrEqual(Math.max(text.length <= most ? text.length : 0, most + 2));
          if (text.length > most) expect(found.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});
