/** Scripts that are written without spaces: their words are found by a dictionary, that of ICU behind `Intl.Segmenter`. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々`;

/** A run of an unspaced script; a number with its inner points and commas; a word with its inner apostrophes. */
const TOKEN = new RegExp(
  String.raw`([${UNSPACED}]+)|(\p{N}+(?:[.,]\p{N}+)*)|((?:(?![${UNSPACED}])[\p{L}\p{M}])+(?:['’](?:(?![${UNSPACED}])[\p{L}\p{M}])+)*)`,
  'gu',
);

/** ICU has one dictionary for Chinese and Japanese, so that the locale does not matter to it. */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

export type WordKind = 'unspaced' | 'number' | 'word';

/** Calls `visit` with each word of a text that is folded already, in order. */
export function eachWord(text: string, visit: (word: string, kind: WordKind) => void): void {
  for (const [, run, number, word] of text.matchAll(TOKEN)) {
    if (number !== undefined) visit(number, 'number');
    else if (word !== undefined) visit(word, 'word');
    else if (run !== undefined) {
      for (const { segment } of segmenter.segment(run)) visit(segment, 'unspaced');
    }
  }
}
