/** So many different words that say something. */
const WORDS = 30_000;
/** As in English: half of what is said are words that say little. */
const SHARE_OF_SMALL = 0.45;
const SMALL =
  'the a of and to in is it you that was for on are with as I his they be at one have this from or had by but not what all were we when your can there an which she do how their if will up about out then them these so her would like him into has two more'.split(
    ' ',
  );
const ONSETS = [
  'b',
  'br',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
];
const NUCLEI = ['a', 'e', 'i', 'o', 'u', 'ai', 'ou'];
/** Mandelbrot's shift: the most frequent words of all are among the small ones. */
const SHIFT = 30;

/** @param {number} rank from 0 */
function wordOf(rank) {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / 126)) {
    const syllable = (rest * 47) % 126;
    word += `${ONSETS[syllable % 18] ?? ''}${NUCLEI[Math.floor(syllable / 18)] ?? ''}`;
  }
  return `${word}n`;
}

const VOCABULARY = Array.from({ length: WORDS }, (_, rank) => wordOf(rank));

/** Text that is distributed as English is: words by Zipf and Mandelbrot, 1 / (rank + shift). */
export class Talk {
  /** @type {() => number} */
  #random;

  /** @param {() => number} random */
  constructor(random) {
    this.#random = random;
  }

  /** @param {number} end @returns {number} from 0, `end` excluded */
  below(end) {
    return Math.floor(this.#random() * end);
  }

  /** A word that says something. */
  word() {
    const rank = SHIFT * (((WORDS + SHIFT) / SHIFT) ** this.#random() - 1);
    return VOCABULARY[Math.min(WORDS - 1, Math.floor(rank))] ?? '';
  }

  /** @param {number} words */
  text(words) {
    return Array.from({ length: words }, () =>
      this.#random() < SHARE_OF_SMALL ? (SMALL[this.below(SMALL.length)] ?? '') : this.word(),
    ).join(' ');
  }

  /**
   * What somebody would ask who remembers some words of a message.
   * @param {string} text
   */
  question(text) {
    const said = text.split(' ');
    const remembered = Array.from({ length: 4 }, () => said[this.below(said.length)] ?? '');
    return `what was that about ${remembered.join(' ')} and ${this.text(4)}`;
  }
}
