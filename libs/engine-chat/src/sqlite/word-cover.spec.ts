import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { indexTurn } from '../recall/indexed-turn.js';
import { newCoverKey, WordCover, WordCovers } from './word-cover.js';

const text = fc.string({ unit: 'binary' });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const words = fc
  .record({
    role: fc.constantFrom('user' as const, 'assistant' as const),
    text,
    name: optional(text),
    user: optional(text),
  })
  .map(({ name, user, ...said }) => ({
    ...said,
    ...(name !== undefined && { name }),
    ...(user !== undefined && { user }),
  }));

describe('A cover of words', () => {
  it('gives what it covered, to whoever has the key', () => {
    fc.assert(
      fc.property(words, fc.nat(1_000_000), (said, position) => {
        const key = newCoverKey();
        const covered = new WordCover(key).coverWords(position, said);
        expect(new WordCover(key).bareWords(position, covered)).toEqual(said);
      }),
    );
  });

  it('makes half a surrogate pair the replacement character', () => {
    const cover = new WordCover(newCoverKey());
    const covered = cover.coverWords(0, { role: 'user', text: 'a\ud83d', name: '\udc00' });
    expect(cover.bareWords(0, covered)).toEqual({ role: 'user', text: 'a\ufffd', name: '\ufffd' });
  });

  it('gives the facts that it covered', () => {
    const cover = new WordCover(newCoverKey());
    const { frequencies: _, ...facts } = indexTurn({ speaker: 'Ann', text: 'Where was the boat in May?' });
    expect(cover.bareFacts(7, cover.coverFacts(7, facts))).toEqual(facts);
  });

  it('covers equal words differently at each position, under each key, and as facts', () => {
    const said = { role: 'user' as const, text: 'x'.repeat(100) };
    const [one, other] = [new WordCover(newCoverKey()), new WordCover(newCoverKey())];
    const covered = [one.coverWords(0, said), one.coverWords(1, said), other.coverWords(0, said)];
    // Each block of the text, too.
    const blocks = covered.flatMap((bytes) =>
      [2, 3, 4, 5].map((block) => Buffer.from(bytes.subarray(16 * block, 16 * block + 16)).toString('hex')),
    );
    expect(new Set(blocks).size).toBe(12);
  });

  it('is made once for each conversation of an answer', () => {
    const covers = new WordCovers();
    const [key, other] = [newCoverKey(), newCoverKey()];
    expect(covers.of({ id: 1, key })).toBe(covers.of({ id: 1, key }));
    expect(covers.of({ id: 2, key: other })).not.toBe(covers.of({ id: 1, key }));
  });
});
