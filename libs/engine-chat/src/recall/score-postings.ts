import type { Period } from './analysis/asked-period.js';
import type { PostingList, ScopePostings, TurnKey } from './posting-source.js';
import { layOut, locate } from './scope-layout.js';
import type { SessionSlots } from './scope-layout.js';
import { TermScores } from './term-scores.js';
import { topScores } from './top-scores.js';
import type { RecallWeights } from './weights.js';

export interface ScoredTurn extends TurnKey {
  /** In units of BM25, more than 0. */
  readonly score: number;
}

export interface ScoringOptions {
  readonly weights: RecallWeights;
  /** At most this many turns. */
  readonly limit: number;
  /** The time that the question speaks of. */
  readonly period?: Period | undefined;
}

/** The lists of each term, terms in an order that does not depend on the source: sums of floats do. */
function byTerm(lists: readonly PostingList[]): PostingList[][] {
  const terms = new Map<string, PostingList[]>();
  for (const list of lists) {
    const same = terms.get(list.term);
    if (same) same.push(list);
    else terms.set(list.term, [list]);
  }
  return [...terms].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, same]) => same);
}

/** What a session gains from the time that it was held at; 0 where it was before the period. */
function periodScore({ time }: SessionSlots, { period, weights }: ScoringOptions): number {
  if (!period || time < period.start) return 0;
  if (time < period.end) return weights.period;
  return weights.afterPeriod * 2 ** ((period.end - time) / weights.periodHalfLife);
}

/**
 * Scores turns by their own terms, those of the turns around them and those of their session, in one pass over the postings and
 * without any text: time is linear in the postings, memory in the turns of the scope. Best first; equal scores: the later turn first.
 */
export function scorePostings(
  { conversations, lists }: ScopePostings,
  options: ScoringOptions,
): ScoredTurn[] {
  const layout = layOut(conversations);
  const scores = new TermScores(layout, options.weights);
  for (const same of byTerm(lists)) scores.add(same);
  layout.sessions.forEach((session, index) => {
    const ofPeriod = periodScore(session, options);
    const held = ofPeriod > 0 && session.time < (options.period?.end ?? 0);
    const gain = ofPeriod + (scores.sessions[index] ?? 0);
    for (let slot = session.first; slot < session.end; slot++) {
      const own = scores.turns[slot] ?? 0;
      if (own > 0 || held) scores.turns[slot] = own + gain;
    }
  });
  return topScores(scores.turns, options.limit).map((slot) => {
    const { conversation, position } = locate(layout, slot);
    return {
      conversationId: conversations[conversation]?.id ?? '',
      position,
      score: scores.turns[slot] ?? 0,
    };
  });
}
