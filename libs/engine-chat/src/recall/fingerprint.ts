import { fold } from './analysis/analyze.js';
import { hash } from './hash.js';

/** So much of a text's beginning is looked at, with its length. UTF-16 units. */
const MAX_TEXT = 2_000;

/**
 * Equal for texts that differ in case, width, white space and punctuation only: 0 to 2³² − 1. Far cheaper than an analysis, for each turn pays it
 * for the whole prompt.
 */
export function fingerprint(text: string): number {
  const bare = fold(text.slice(0, MAX_TEXT)).replace(/[\s\p{P}]+/gu, '');
  return hash(text.length > MAX_TEXT ? `${bare}${text.length}` : bare);
}
