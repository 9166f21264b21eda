import type { MemoryScope } from '@yychat/engine-core';
import type { Embedding } from '../store/conversation-store.js';
import { askedPeriod } from './analysis/asked-period.js';
import { askedTerms } from './asked-terms.js';
import { addNear } from './embedding-scores.js';
import type { EmbeddingSource } from './embedding-source.js';
import type { PostingSource } from './posting-source.js';
import { rankCandidates } from './rank-candidates.js';
import type { Candidate } from './rank-candidates.js';
import { scorePostings } from './score-postings.js';
import type { ScoredTurn } from './score-postings.js';
import { similarity, sketch } from './sketch.js';
import type { Sketch } from './sketch.js';
import { RECALL_WEIGHTS } from './weights.js';
import type { RecallWeights } from './weights.js';

/** So many turns are looked at closely, for one that is wanted; {@link MIN_CANDIDATES} at least. */
const CANDIDATES_PER_TURN = 5;
const MIN_CANDIDATES = 100;
/** So many of the nearest embeddings count. */
const NEAR_TURNS = 50;
/** Share of common terms from which on two texts say the same. */
const SAME = 0.9;

export interface TurnQuery {
  readonly scope: MemoryScope;
  /** What is asked. */
  readonly text: string;
  /** At most this many turns. */
  readonly limit: number;
  /** Fingerprints of texts that are in the prompt already: they are not recalled, nor turns that say the same. */
  readonly present: readonly number[];
  /** Milliseconds since the epoch: what "yesterday" is counted from. */
  readonly now: number;
  /** The question's; without it, or where the source has none, words alone decide. */
  readonly embedding?: Embedding;
  readonly weights?: RecallWeights;
}

/** Leaves out what says the same as the question, as what is in the prompt, or as a better candidate. */
function distinct(ranked: readonly Candidate[], asked: Sketch, { limit, present }: TurnQuery): ScoredTurn[] {
  const prompt = new Set(present);
  const known = ranked.filter(({ facts }) => prompt.has(facts.fingerprint)).map(({ facts }) => facts.sketch);
  known.push(asked);
  const kept: ScoredTurn[] = [];
  for (const { conversationId, position, score, facts } of ranked) {
    if (kept.length >= limit) break;
    if (known.some((other) => similarity(other, facts.sketch) >= SAME)) continue;
    known.push(facts.sketch);
    kept.push({ conversationId, position, score });
  }
  return kept;
}

/**
 * Finds the turns that answer a question: by the words that they, the turns around them and their session share with it, and by
 * embeddings where there are any. Best first; turns that say the same as a better one, as the question or as what is in the
 * prompt are left out. Rejects where the source does, or the signal aborts.
 */
export async function recallTurns(
  source: PostingSource & Partial<EmbeddingSource>,
  query: TurnQuery,
  signal: AbortSignal,
): Promise<ScoredTurn[]> {
  const { scope, text, limit, now, embedding, weights = RECALL_WEIGHTS } = query;
  const terms = askedTerms(text);
  const period = askedPeriod(text, now);
  const byWords = terms.length > 0 || period !== undefined;
  if (limit <= 0 || !(byWords || embedding)) return [];
  const most = Math.max(MIN_CANDIDATES, (limit + query.present.length) * CANDIDATES_PER_TURN);
  const [postings, near] = await Promise.all([
    byWords ? source.postings(scope, terms, signal) : undefined,
    embedding && source.nearest?.(scope, embedding, NEAR_TURNS, signal),
  ]);
  let scored = postings ? scorePostings(postings, { weights, limit: most, period }) : [];
  if (near) scored = addNear(scored, near, weights.embedding);
  signal.throwIfAborted();
  const facts = await source.facts(scope, scored, signal);
  const candidates = scored.flatMap((turn, index): Candidate[] => {
    const known = facts[index];
    return known && known.sketch.length > 0 ? [{ ...turn, facts: known }] : [];
  });
  return distinct(rankCandidates(candidates, { text, terms }, weights), sketch(terms), query);
}
