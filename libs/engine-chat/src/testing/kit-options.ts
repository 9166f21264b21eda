import type { MemoryScope } from '@yychat/engine-core';
import type { SpokenTurn } from '../recall/indexed-turn.js';
import type { PostingSource } from '../recall/posting-source.js';

/** A source with a way to fill it. */
export interface PostingSourceUnderTest {
  readonly source: PostingSource;
  /**
   * Resolves when the source has the turn, at the next position of the conversation that the scope names.
   * @param time milliseconds since the epoch
   */
  add(scope: MemoryScope, turn: SpokenTurn, time: number): Promise<void>;
  close(): Promise<void>;
}

export interface KitOptions {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
  /** What the cases are listed under. */
  readonly name: string;
  /** An empty source. */
  readonly create: () => Promise<PostingSourceUnderTest>;
}
