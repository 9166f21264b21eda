import type { TurnRecord } from '@yychat/protocol';
import { useState } from 'react';
import { identityOf } from './feed.js';

export interface Held {
  readonly shown: readonly TurnRecord[];
  /** How many came since the list stands still. */
  readonly waiting: number;
  readonly show: () => void;
}

/** A list that stands still while somebody points at it, so that no row moves away. */
export function useHeld(rows: readonly TurnRecord[], hold: boolean): Held {
  const [top, setTop] = useState<string | null>(null);
  const first = rows[0] === undefined ? null : identityOf(rows[0]);
  if (hold && top === null && first !== null) setTop(first);
  if (!hold && top !== null) setTop(null);
  const above = top === null ? 0 : rows.findIndex((row) => identityOf(row) === top);
  return {
    shown: above > 0 ? rows.slice(above) : rows,
    waiting: Math.max(0, above),
    show: () => setTop(first),
  };
}
