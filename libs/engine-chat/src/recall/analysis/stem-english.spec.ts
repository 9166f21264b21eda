import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stemEnglish } from './stem-english.js';

describe('stemEnglish', () => {
  // Samples of Snowball's own vocabulary, https://snowballstem.org/algorithms/english/stemmer.html
  it.each([
    ['consign consigned consigning consignment', 'consign'],
    ['consist consisted consistency consistent consistently consisting consists', 'consist'],
    ['consolation consolations', 'consol'],
    ['knack knacks', 'knack'],
    ['knackeries', 'knackeri'],
    ['knave knaves', 'knave'],
    ['knightly knights', 'knight'],
    ['kneel kneeled kneeling kneels', 'kneel'],
    ['adopt adopted adopting adoption', 'adopt'],
    ['hope hoped hoping hopes hopeful hopefully', 'hope'],
    ['hop hopped hopping hops', 'hop'],
    ['cry cries cried', 'cri'],
    ['tie ties tied', 'tie'],
    ['nation national nationally', 'nation'],
    ['relational', 'relat'],
    ['general generally generalization', 'general'],
    ['communication communications', 'communic'],
    ['skies sky', 'sky'],
    ['gas', 'gas'],
    ['news', 'news'],
    ['proceed proceeds', 'proceed'],
    ['evening evenings', 'evening'],
    ['by', 'by'],
  ])('gives %s the stem %s', (words, stem) => {
    expect(new Set(words.split(' ').map(stemEnglish))).toEqual(new Set([stem]));
  });

  it('leaves alone what is not of the letters a to z', () => {
    for (const word of ['café', 'running2', '東京', "don't", '']) expect(stemEnglish(word)).toBe(word);
  });

  it('never makes a word longer by more than a letter, nor empty', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,15}$/), (word) => {
        const stem = stemEnglish(word);
        expect(stem.length).toBeGreaterThan(0);
        expect(stem.length).toBeLessThanOrEqual(word.length + 1);
      }),
    );
  });
});
