import type { ScopeConversation } from './posting-source.js';

/** A session as a stretch of slots, `end` excluded. */
export interface SessionSlots {
  readonly first: number;
  readonly end: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** All turns of a scope in one row: a turn's slot is its conversation's base and its position. */
export interface ScopeLayout {
  readonly slots: number;
  readonly turns: number;
  /** Terms in a turn, on average; 1 at least. */
  readonly averageLength: number;
  /** First slot of each conversation. */
  readonly bases: readonly number[];
  /** Index of each conversation's first session. */
  readonly sessionBases: readonly number[];
  /** Of all conversations, by ascending slot. */
  readonly sessions: readonly SessionSlots[];
}

export function layOut(conversations: readonly ScopeConversation[]): ScopeLayout {
  const bases: number[] = [];
  const sessionBases: number[] = [];
  const sessions: SessionSlots[] = [];
  let [slots, turns, length] = [0, 0, 0];
  for (const conversation of conversations) {
    bases.push(slots);
    sessionBases.push(sessions.length);
    conversation.sessions.forEach(({ first, time }, index, all) => {
      sessions.push({ first: slots + first, end: slots + (all[index + 1]?.first ?? conversation.end), time });
    });
    slots += conversation.end;
    turns += conversation.turns;
    length += conversation.length;
  }
  return {
    slots,
    turns,
    averageLength: Math.max(1, length / Math.max(1, turns)),
    bases,
    sessionBases,
    sessions,
  };
}

/** The conversation and the position of a slot. */
export function locate(layout: ScopeLayout, slot: number): { conversation: number; position: number } {
  let conversation = layout.bases.length - 1;
  while (conversation > 0 && (layout.bases[conversation] ?? 0) > slot) conversation--;
  return { conversation, position: slot - (layout.bases[conversation] ?? 0) };
}
