/**
 * Characters of one kind in a row that are counted as a whole. A tokenizer first splits text into words, and pays for
 * each the square of its length; real words are far shorter.
 */
const MAX_ASCII_RUN = 256;
/** Others take 2 to 4 bytes each, and bytes are what is paid for. */
const MAX_OTHER_RUN = 64;

/**
 * What can become one overlong word: letters and marks; punctuation, symbols and marks; white space and the slashes
 * that o200k adds to it. Every alternative of the split patterns of cl100k and o200k is a few of these in a row.
 */
const LONG_RUN = new RegExp(
  ['[\\p{L}\\p{M}]', '[^\\s\\p{L}\\p{N}]', '[\\s/]']
    .map((kind) => `${kind}{${String(MAX_OTHER_RUN)},}`)
    .join('|'),
  'gu',
);
const ASCII = /^[\0-\x7f]*$/;

/**
 * Cuts overlong runs of one kind of character out of `text` and into parts, so that a tokenizer needs time linear in
 * the length of `text`. Text without such runs comes back whole. Joined, the pieces are `text`.
 */
export function* boundedRuns(text: string): Generator<string> {
  let start = 0;
  for (const match of text.matchAll(LONG_RUN)) {
    const [run] = match;
    const limit = ASCII.test(run) ? MAX_ASCII_RUN : MAX_OTHER_RUN;
    if (run.length <= limit) continue;
    if (match.index > start) yield text.slice(start, match.index);
    yield* parts(run, limit);
    start = match.index + run.length;
  }
  if (start < text.length) yield text.slice(start);
}

function* parts(run: string, limit: number): Generator<string> {
  for (let start = 0; start < run.length;) {
    let end = Math.min(start + limit, run.length);
    const last = run.charCodeAt(end - 1);
    if (end < run.length && last >= 0xd800 && last <= 0xdbff) end -= 1;
    yield run.slice(start, end);
    start = end;
  }
}
