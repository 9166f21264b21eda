/** Features of a text and what each weighs. */
type Features = Map<string, number>;

const WORD = /[\p{L}\p{N}]+/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;
const STOP_WORDS = new Set(
  'a an and are as at be by did do does for from has have how i in is it me my of on or our that the this to was we were what when where which who will with you your'.split(
    ' ',
  ),
);
const WEIGHT = { word: 1, stopWord: 0.15, trigram: 0.35, character: 0.4, pair: 1, token: 1 };

/**
 * A vector of length 1 made of nothing but the input: hashed words, character trigrams and, where words are not spaced,
 * characters and pairs of them. Texts that share these are near to each other.
 * @param input - a text, or token ids
 */
export function embed(input: string | readonly number[], dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const [feature, weight] of featuresOf(input)) {
    const hash = fnv1a(feature);
    const index = (hash >>> 1) % dimensions;
    vector[index] = (vector[index] ?? 0) + (hash & 1 ? weight : -weight);
  }
  let norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (norm === 0) {
    // Nothing to hash (punctuation only), or all of it cancelled out: still a unit vector.
    vector[0] = 1;
    norm = 1;
  }
  return vector.map((value) => value / norm);
}

function featuresOf(input: string | readonly number[]): Features {
  const features: Features = new Map();
  const add = (feature: string, weight: number) =>
    features.set(feature, (features.get(feature) ?? 0) + weight);
  if (typeof input !== 'string') {
    for (const token of input) add(`t${token}`, WEIGHT.token);
    return features;
  }
  const text = input.normalize('NFKC').toLowerCase();
  const spaced = text.replace(UNSPACED, (run) => {
    const characters = Array.from(run);
    characters.forEach((character, index) => {
      add(`c${character}`, WEIGHT.character);
      const next = characters[index + 1];
      if (next !== undefined) add(`p${character}${next}`, WEIGHT.pair);
    });
    return ' ';
  });
  for (const [word] of spaced.matchAll(WORD)) {
    if (STOP_WORDS.has(word)) {
      add(`w${word}`, WEIGHT.stopWord);
      continue;
    }
    add(`w${word}`, WEIGHT.word);
    const padded = `^${word}$`;
    for (let at = 0; at + 3 <= padded.length; at += 1) add(`g${padded.slice(at, at + 3)}`, WEIGHT.trigram);
  }
  return features;
}

/** FNV-1a, 32 bits, over UTF-16 units, then mixed (murmur3's finaliser) so that the low bits are good as well. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
