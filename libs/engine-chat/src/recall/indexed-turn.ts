import { analyze } from './analysis/analyze.js';
import { isQuestion, tellsTime } from './analysis/time-words.js';
import { fingerprint } from './fingerprint.js';
import { sketch } from './sketch.js';
import type { TurnFacts } from './posting-source.js';

/** Of a longer text, the beginning is indexed: an analysis costs about a microsecond a letter, and nobody should wait for a book. UTF-16 units. */
export const MAX_INDEXED = 20_000;

/** What one speaker said at once. */
export interface SpokenTurn {
  /** A name or a role; asked for like any other word. */
  readonly speaker?: string;
  readonly text: string;
}

/** What an index keeps of a turn. */
export interface IndexedTurn extends TurnFacts {
  /** Term to how often it occurs, from 1. */
  readonly frequencies: ReadonlyMap<string, number>;
}

/** Analyses a turn for an index: its terms, and the facts that ranking wants of it. Pure. */
export function indexTurn({ speaker, text }: SpokenTurn): IndexedTurn {
  const spoken = analyze(text.slice(0, MAX_INDEXED));
  const named = analyze(speaker ?? '');
  const frequencies = new Map<string, number>();
  for (const term of [...named, ...spoken]) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  return {
    frequencies,
    length: named.length + spoken.length,
    speaker: named.join(' '),
    asks: isQuestion(text),
    tellsTime: tellsTime(text),
    fingerprint: fingerprint(text),
    sketch: sketch(spoken),
  };
}
