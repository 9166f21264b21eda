const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const HAS_CJK = new RegExp(`[${CJK}]`, 'u');
const PIECES = new RegExp(`[${CJK}]{1,2}|\\s*[^\\s${CJK}]+|\\s+`, 'gu');
const FILLER = 'The quick brown fox jumps over the lazy dog while this answer goes on'.split(' ');

/** Whether a text has Chinese, Japanese or Korean characters. */
export function hasCjk(text: string): boolean {
  return HAS_CJK.test(text);
}

/** Cuts a text as a model streams it: word by word, CJK by two characters. Joined, it is the text again. */
export function textPieces(text: string): string[] {
  return text.match(PIECES) ?? [];
}

/** Text of so many pieces. */
export function fillerPieces(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `${index === 0 ? '' : ' '}${FILLER[index % FILLER.length] ?? ''}`,
  );
}

/** Cuts a text into pieces of so many characters, never in the middle of one. */
export function charPieces(text: string, size: number): string[] {
  const characters = Array.from(text);
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  );
}
