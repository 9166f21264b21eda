import { IRREGULAR_FORMS } from './irregular-forms.js';
import { stemEnglish } from './stem-english.js';
import { STOP_WORDS } from './stop-words.js';
import { eachWord } from './words.js';

/** Longer words are cut: nobody asks for one, and an index should not carry it. UTF-16 units. */
const MAX_TERM = 40;
const HAN = /\p{Script=Han}/u;
const KANA = /^[\p{Script=Hiragana}\p{Script=Katakana}ー]$/u;

/** What a text is compared under: one width of letters and digits, one case. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

function wordTerm(word: string): string | undefined {
  const parts = word.split(/['’]/);
  const bare = parts.at(-1) === 's' ? parts.slice(0, -1).join('') : parts.join('');
  if (bare.length < 2 || STOP_WORDS.has(bare) || STOP_WORDS.has(parts[0] ?? '')) return undefined;
  return stemEnglish(IRREGULAR_FORMS.get(bare) ?? bare);
}

/** A word of Chinese or Japanese, and the Han letters of a longer one: what is said with two is asked for with one. A lone kana is an ending. */
function unspacedTerms(word: string): string[] {
  if (STOP_WORDS.has(word) || KANA.test(word)) return [];
  const letters = Array.from(word);
  if (letters.length === 1) return letters;
  return [word, ...letters.filter((letter) => HAN.test(letter) && !STOP_WORDS.has(letter))];
}

/**
 * The terms of a text, in order and as often as they occur: what is indexed, and what is asked for. Folded to one case and width,
 * without stop words (English, Chinese, Japanese), English words as their stems; numbers and dates stay as digits. The same text
 * gives the same terms everywhere: an index is good only for the version of this function that filled it ({@link ANALYSIS_VERSION}).
 */
export function analyze(text: string): string[] {
  const terms: string[] = [];
  eachWord(fold(text), (word, kind) => {
    if (kind === 'number')
      terms.push(
        word
          .replaceAll(',', '')
          .replace(/^0+(?=\d)/, '')
          .slice(0, MAX_TERM),
      );
    else if (kind === 'unspaced') terms.push(...unspacedTerms(word));
    else {
      const term = wordTerm(word);
      if (term !== undefined) terms.push(term.slice(0, MAX_TERM));
    }
  });
  return terms;
}

/** Grows when {@link analyze} gives other terms than before: an index that was filled by another version is to be rebuilt. */
export const ANALYSIS_VERSION = 1;
