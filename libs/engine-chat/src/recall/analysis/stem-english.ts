/**
 * Stems of English words by Porter2, the English stemmer of Snowball
 * (https://snowballstem.org/algorithms/english/stemmer.html; M. F. Porter, BSD licence for the reference code; this is an
 * implementation of the published rules). Two words with one stem are one term of the index.
 */

const VOWEL = 'aeiouy';
const DOUBLES = new Set(['bb', 'dd', 'ff', 'gg', 'mm', 'nn', 'pp', 'rr', 'tt']);
const LI_ENDING = 'cdeghkmnrt';
const IRREGULAR = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
]);
const UNCHANGED = new Set(['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes']);
const KEPT_AFTER_PLURAL = new Set([
  ...['inning', 'outing', 'canning', 'herring', 'earring', 'evening'],
  ...['proceed', 'exceed', 'succeed'],
]);

/** Suffix and its replacement, the longest suffix first; applied where the suffix lies in R1. */
const STEP_2: readonly (readonly [string, string])[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
];
const STEP_3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const STEP_4 = [
  ...[
    'ement',
    'ance',
    'ence',
    'able',
    'ible',
    'ment',
    'ant',
    'ent',
    'ism',
    'ate',
    'iti',
    'ous',
    'ive',
    'ize',
  ],
  ...['al', 'er', 'ic'],
];

const isVowel = (word: string, at: number): boolean => VOWEL.includes(word.charAt(at));
const hasVowel = (word: string): boolean => /[aeiouy]/.test(word);

/** Where the region after the first consonant that follows a vowel begins, looking from `from`. */
function region(word: string, from: number): number {
  for (let at = from + 1; at < word.length; at++) {
    if (!isVowel(word, at) && isVowel(word, at - 1)) return at + 1;
  }
  return word.length;
}

function firstRegion(word: string): number {
  const prefix = /^(?:gener|commun|arsen)/.exec(word);
  return prefix ? prefix[0].length : region(word, 0);
}

function endsInShortSyllable(word: string): boolean {
  const last = word.length - 1;
  if (last === 1) return isVowel(word, 0) && !isVowel(word, 1);
  return (
    last > 1 &&
    !isVowel(word, last) &&
    !'wxY'.includes(word.charAt(last)) &&
    isVowel(word, last - 1) &&
    !isVowel(word, last - 2)
  );
}

/** A `y` that begins a word or follows a vowel is a consonant, written `Y` until the end. */
const markConsonantY = (word: string): string => word.replace(/^y/, 'Y').replace(/([aeiouy])y/g, '$1Y');

function withoutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (/[us]s$/.test(word)) return word;
  return word.endsWith('s') && hasVowel(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

function withoutTense(word: string, r1: number): string {
  const participle = /eed(?:ly)?$/.exec(word);
  if (participle) return participle.index >= r1 ? word.slice(0, participle.index + 2) : word;
  const ending = /(?:ed|ing)(?:ly)?$/.exec(word);
  if (!ending) return word;
  const rest = word.slice(0, ending.index);
  if (!hasVowel(rest)) return word;
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (DOUBLES.has(rest.slice(-2))) return rest.slice(0, -1);
  return rest.length <= r1 && endsInShortSyllable(rest) ? `${rest}e` : rest;
}

function replaceIn(
  word: string,
  from: number,
  rules: readonly (readonly [string, string])[],
): string | undefined {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return undefined;
  const at = word.length - rule[0].length;
  return at >= from ? word.slice(0, at) + rule[1] : word;
}

function derivation(word: string, r1: number): string {
  const replaced = replaceIn(word, r1, STEP_2);
  if (replaced !== undefined) return replaced;
  const at = word.length;
  if (word.endsWith('ogi')) return at - 3 >= r1 && word.charAt(at - 4) === 'l' ? word.slice(0, -1) : word;
  if (word.endsWith('li'))
    return at - 2 >= r1 && LI_ENDING.includes(word.charAt(at - 3)) ? word.slice(0, -2) : word;
  return word;
}

function quality(word: string, r1: number, r2: number): string {
  if (word.endsWith('ative')) return word.length - 5 >= r2 ? word.slice(0, -5) : word;
  return replaceIn(word, r1, STEP_3) ?? word;
}

function withoutSuffix(word: string, r2: number): string {
  const suffix = STEP_4.find((one) => word.endsWith(one));
  if (suffix !== undefined) return word.length - suffix.length >= r2 ? word.slice(0, -suffix.length) : word;
  return /[st]ion$/.test(word) && word.length - 3 >= r2 ? word.slice(0, -3) : word;
}

function withoutFinalLetter(word: string, r1: number, r2: number): string {
  const last = word.length - 1;
  if (word.endsWith('e')) {
    return last >= r2 || (last >= r1 && !endsInShortSyllable(word.slice(0, -1))) ? word.slice(0, -1) : word;
  }
  return word.endsWith('ll') && last >= r2 ? word.slice(0, -1) : word;
}

/** @param word in lower case, without apostrophes; what is no word of the letters a–z comes back as it is */
export function stemEnglish(word: string): string {
  if (word.length < 3 || UNCHANGED.has(word) || !/^[a-z]+$/.test(word)) return word;
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  const marked = markConsonantY(word);
  const r1 = firstRegion(marked);
  const r2 = region(marked, r1);
  const singular = withoutPlural(marked);
  if (KEPT_AFTER_PLURAL.has(singular)) return singular;
  const present = withoutTense(singular, r1);
  const adverb = present.length > 2 ? present.replace(/([^aeiouy])[yY]$/, '$1i') : present;
  const root = withoutSuffix(quality(derivation(adverb, r1), r1, r2), r2);
  return withoutFinalLetter(root, r1, r2).toLowerCase();
}
