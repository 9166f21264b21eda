import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundedRuns } from './bounded-runs.js';

/** The split patterns of tiktoken, whose matches a tokenizer merges in quadratic time. */
const SPLITS = [
  /[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?:'[sdmtSDMT]|'(?:ll|ve|re)|'(?:LL|VE|RE))?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?:'[sdmtSDMT]|'(?:ll|ve|re)|'(?:LL|VE|RE))?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu,
  /'(?:[sdmtSDMT]|ll|ve|re|LL|VE|RE)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+$|\s*[\r\n]|\s+(?!\S)|\s/gu,
];
const longestWord = (text: string): number => {
  let longest = 0;
  for (const piece of boundedRuns(text)) {
    for (const split of SPLITS) {
      for (const [word] of piece.matchAll(split)) longest = Math.max(longest, Buffer.byteLength(word));
    }
  }
  return longest;
};
const seeds = [
  'a',
  'A',
  'é',
  '\u0301',
  '中',
  '𠀀',
  '😀',
  '!',
  '/',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '7',
  "'s",
  '-',
  '。',
  '\u3000',
];
const text = fc
  .array(
    fc.tuple(
      fc.array(fc.constantFrom(...seeds), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
      fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 700 })),
    ),
    { maxLength: 8 },
  )
  .map((runs) => runs.map(([part, times]) => part.repeat(times)).join(''));

describe('boundedRuns', () => {
  it('leaves ordinary text whole', () => {
    const prose =
      'It was a dark and stormy night; 夜色渐深，风雨交加。\n\n    if (x) {\n' + '-'.repeat(80) + '\n';
    expect([...boundedRuns(prose.repeat(50))]).toEqual([prose.repeat(50)]);
  });

  it('has nothing to say of nothing', () => {
    expect([...boundedRuns('')]).toEqual([]);
  });

  it('cuts what is too long for a word, and nothing else', () => {
    expect([...boundedRuns(`so ${'a'.repeat(600)} it`)].map((piece) => piece.length)).toEqual([
      3, 256, 256, 88, 3,
    ]);
    expect([...boundedRuns('中'.repeat(100))].map((piece) => piece.length)).toEqual([64, 36]);
  });

  it('loses nothing, and splits no character', () => {
    fc.assert(
      fc.property(text, (given) => {
        const pieces = [...boundedRuns(given)];
        return (
          pieces.join('') === given &&
          (!given.isWellFormed() || pieces.every((piece) => piece.isWellFormed()))
        );
      }),
    );
  });

  it('bounds every word that a tokenizer may find', () => {
    fc.assert(
      fc.property(text, (given) => longestWord(given) <= 1000),
      { numRuns: 300 },
    );
  });

  it.each([
    ['letters', 'a'.repeat(1_000_000)],
    ['newlines and slashes behind a sign', `-${'\n/'.repeat(500_000)}`],
    ['marks', `e${'\u0301'.repeat(300_000)}`],
    ['emoji', '😀'.repeat(300_000)],
    ['Chinese', '中文'.repeat(300_000)],
    ['letters and marks', 'e\u0301'.repeat(300_000)],
    ['signs and marks', '!\u0301'.repeat(300_000)],
    ['half pairs', '\ud800'.repeat(300_000)],
  ])('bounds words in a megabyte of %s', (_, given) => {
    expect(longestWord(given)).toBeLessThanOrEqual(1000);
  });
});
