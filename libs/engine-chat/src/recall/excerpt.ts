import { analyze } from './analysis/analyze.js';
import { MAX_INDEXED } from './indexed-turn.js';

/** UTF-16 units that are looked at for a place to cut: at the end of a line or a sentence, else of a word. */
const SEARCHED = 80;

/** Ends of pieces of about `size`: where a line, a sentence or a word ends. */
function pieces(text: string, size: number): string[] {
  const found: string[] = [];
  for (let from = 0; from < text.length;) {
    const most = Math.min(text.length, from + size);
    const tail = text.slice(Math.max(from, most - SEARCHED), most);
    const cut =
      most === text.length ? 0 : (/[^]*(?:\n|[.!?。！？]\s?)/u.exec(tail) ?? /[^]*\s/.exec(tail))?.[0].length;
    const end = cut ? most - tail.length + cut : most;
    found.push(text.slice(from, end));
    from = end;
  }
  return found;
}

/**
 * Of a long text, the stretch (of what is indexed of it) that has most of the terms asked for: `most` UTF-16 units at most, "…" where something was left out.
 * Without any of them, the beginning.
 */
export function excerpt(text: string, terms: ReadonlySet<string>, most: number): string {
  if (text.length <= most) return text;
  const size = Math.ceil(most / 5);
  const parts = pieces(text.slice(0, MAX_INDEXED), size);
  const found = parts.map((part) => new Set(analyze(part).filter((term) => terms.has(term))));
  const width = Math.floor(most / size);
  let [best, from] = [0, 0];
  for (let start = 0; start + width <= parts.length; start++) {
    const score = new Set(found.slice(start, start + width).flatMap((terms) => [...terms])).size;
    if (score > best) [best, from] = [score, start];
  }
  const to = Math.min(parts.length, from + width);
  const stretch = parts.slice(from, to).join('').toWellFormed().trim();
  const isEnd = to === parts.length && text.length <= MAX_INDEXED;
  return `${from > 0 ? '…' : ''}${stretch}${isEnd ? '' : '…'}`;
}
