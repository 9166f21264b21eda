import type { MemoryScope } from '@yychat/engine-core';
import type { Sketch } from './sketch.js';

/** One turn that has a term. A turn is what one speaker said at once. */
export interface Posting {
  /** The turn's place in its conversation, from 0, growing with time. */
  readonly position: number;
  /** How often the term occurs in the turn, from 1. */
  readonly frequency: number;
  /** Terms of the turn, counted with repetition. */
  readonly length: number;
}

/** The turns of one conversation that have one term, by ascending position. */
export interface PostingList {
  readonly term: string;
  /** Index into {@link ScopePostings.conversations}. */
  readonly conversation: number;
  readonly postings: readonly Posting[];
}

/** Turns without a long pause between them: from `first` up to the next session's `first`. */
export interface Session {
  /** Position of its first turn. */
  readonly first: number;
  /** When it began; milliseconds since the epoch. */
  readonly time: number;
}

export interface ScopeConversation {
  readonly id: string;
  /** Turns that it has. */
  readonly turns: number;
  /** Terms of all its turns. */
  readonly length: number;
  /** One more than the position of its last turn: more than `turns` where turns were removed. */
  readonly end: number;
  /** By ascending `first`; the first session begins at 0. */
  readonly sessions: readonly Session[];
}

/** All that scoring needs, for the terms that were asked for. */
export interface ScopePostings {
  readonly conversations: readonly ScopeConversation[];
  readonly lists: readonly PostingList[];
}

export interface TurnKey {
  readonly conversationId: string;
  readonly position: number;
}

/** What ranking wants to know of the few turns that may be recalled. */
export interface TurnFacts {
  /** Terms of the turn, its speaker's included, counted with repetition. */
  readonly length: number;
  /** The terms of the speaker's name, joined by spaces; empty where nobody is named. */
  readonly speaker: string;
  /** The turn ends as a question. */
  readonly asks: boolean;
  readonly tellsTime: boolean;
  /** Of the text alone, without its speaker: 0 to 2³² − 1. */
  readonly fingerprint: number;
  /** Of the text alone. */
  readonly sketch: Sketch;
}

/**
 * An inverted index over what was said. It must hold turns as `indexTurn` analyses them. Both operations reject where the store
 * fails or the signal aborts; neither sees more than the scope allows.
 */
export interface PostingSource {
  /** @param terms without repetition; a term that no turn has needs no list */
  postings(scope: MemoryScope, terms: readonly string[], signal: AbortSignal): Promise<ScopePostings>;
  /** One entry for each key, in order; undefined where there is no such turn, or no longer. */
  facts(
    scope: MemoryScope,
    keys: readonly TurnKey[],
    signal: AbortSignal,
  ): Promise<readonly (TurnFacts | undefined)[]>;
}
