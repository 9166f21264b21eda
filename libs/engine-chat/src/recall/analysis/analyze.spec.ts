import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { analyze } from './analyze.js';

describe('analyze', () => {
  it.each([
    ['one case and one width', 'ＡＢＣ Straße ÉCOLE', ['abc', 'straße', 'école']],
    ['stems without stop words', 'She was hiking in the mountains', ['hike', 'mountain']],
    [
      'irregular forms as their words',
      'They bought gifts, she took photos',
      ['buy', 'gift', 'take', 'photo'],
    ],
    ['a possessive as its owner', "Anna's dog and the dogs’ toys", ['anna', 'dog', 'dog', 'toy']],
    ['contractions as the stop words that they are', "Don't, it's, they’ll, I’d", []],
    [
      'numbers and versions as digits',
      '1,250 dollars, 3.5 and 007 on v2.10.1',
      ['1250', 'dollar', '3.5', '7', '2.10.1'],
    ],
    [
      'Chinese words, and the letters in them',
      '我妹妹喜欢烤鸭',
      ['妹妹', '妹', '妹', '喜欢', '喜', '欢', '烤鸭', '烤', '鸭'],
    ],
    ['a Chinese date by its parts', '2023年5月7日', ['2023', '年', '5', '月', '7', '日']],
    ['Japanese words', 'コーヒーを飲みました', ['コーヒー', '飲']],
    ['both in one text', 'Tesla手机', ['tesla', '手机', '手', '机']],
    [
      'Korean and Cyrillic by their spaces',
      '커피를 좋아해 чёрный кофе',
      ['커피를', '좋아해', 'чёрный', 'кофе'],
    ],
    ['nothing in punctuation', '… 👍🏽 !!! —', []],
  ])('gives %s', (_, text, terms) => {
    expect(analyze(text)).toEqual(terms.map((term) => term.normalize('NFKC')));
  });

  it('cuts what is longer than any word', () => {
    expect(analyze('x'.repeat(10_000))).toEqual(['x'.repeat(40)]);
  });

  it('gives an upper-case text the terms of the lower-case one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 ,.']{0,60}$/), (text) => {
        expect(analyze(text.toUpperCase())).toEqual(analyze(text));
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const term of analyze(text)) expect(term).not.toBe('');
      }),
    );
  });
});
