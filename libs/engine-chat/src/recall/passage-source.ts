import type { MemoryScope, Neighbour } from '@yychat/engine-core';
import type { TurnKey } from './posting-source.js';

/** What a turn said, and what was said beside it. */
export interface Passage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The turns beside it, where they are of its session. */
  readonly before?: Neighbour;
  readonly after?: Neighbour;
}

/** The words of turns. Rejects where the store fails or the signal aborts; sees no more than the scope allows. */
export interface PassageSource {
  /** One entry for each key, in order; undefined where there is no such turn, or no longer. */
  passages(
    scope: MemoryScope,
    keys: readonly TurnKey[],
    signal: AbortSignal,
  ): Promise<readonly (Passage | undefined)[]>;
}
