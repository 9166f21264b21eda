import { analyze } from './analysis/analyze.js';

/** Of a long text, the beginning and the end are asked for: there a question stands. UTF-16 units and terms, of each end. */
const MAX_TEXT = 2_000;
const MAX_TERMS = 32;

function ends<T extends string | readonly string[]>(
  whole: T,
  most: number,
  join: (head: T, tail: T) => T,
): T {
  return whole.length <= 2 * most ? whole : join(whole.slice(0, most) as T, whole.slice(-most) as T);
}

/** The distinct terms of a question: 64 at most. */
export function askedTerms(question: string): string[] {
  const text = ends(question, MAX_TEXT, (head, tail) => `${head} ${tail}`);
  return ends<string[]>([...new Set(analyze(text))], MAX_TERMS, (head, tail) => [...head, ...tail]);
}
