import type { Neighbour } from '@yychat/engine-core';
import type { Passage } from '../recall/passage-source.js';
import { beginsSession } from '../recall/sessions.js';
import type { KeyedRow } from './keyed-messages.js';

/** A message, or one beside it. */
export interface PassageRow extends KeyedRow {
  /** −1 for the message before the one that the key names, 1 for the one after it. */
  readonly place: number;
  readonly role: 'user' | 'assistant';
  readonly time: number;
  readonly text: string;
}

const neighbour = ({ role, text }: PassageRow): Neighbour => ({ role, text });

/** @param keys how many were asked for */
export function toPassages(rows: readonly PassageRow[], keys: number): (Passage | undefined)[] {
  const found = Array.from({ length: keys }, (): (PassageRow | undefined)[] => []);
  for (const row of rows) {
    const beside = found[row.n];
    if (beside) beside[row.place + 1] = row;
  }
  return found.map(([before, said, after]): Passage | undefined => {
    if (!said) return undefined;
    const { role, text, time } = said;
    return {
      ...{ role, text, time },
      ...(before && !beginsSession(before.time, time) && { before: neighbour(before) }),
      ...(after && !beginsSession(time, after.time) && { after: neighbour(after) }),
    };
  });
}
