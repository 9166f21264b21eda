import { InMemoryPostingSource, recallTurns } from '@yychat/engine-chat/recall';

/** @import { RecallWeights } from '@yychat/engine-chat/recall' */
/** @import { Conversation, Question } from './locomo.mjs' */
/** @typedef {{ id: string, source: InMemoryPostingSource, scope: { tenant: string, conversationId: string }, questions: Question[], now: number }} Indexed */
/** @typedef {{ kind: string, conversation: string, shares: number[] }} Result */

/** How many turns are looked at. */
const DEPTHS = [5, 10, 20];
const never = new AbortController().signal;

/**
 * A conversation with its index; `now` is when its last turn was said.
 * @param {Conversation} conversation
 * @returns {Indexed}
 */
export function index({ id, turns, questions }) {
  const source = new InMemoryPostingSource();
  const scope = { tenant: 'bench', conversationId: id };
  for (const turn of turns) source.add(scope, turn, turn.time);
  return { id, source, scope, questions, now: turns.at(-1)?.time ?? 0 };
}

/** @type {(indexed: Indexed, text: string, limit: number, weights?: RecallWeights) => ReturnType<typeof recallTurns>} */
export function ask({ source, scope, now }, text, limit, weights) {
  return recallTurns(source, { scope, text, limit, present: [], now, ...(weights && { weights }) }, never);
}

/**
 * For each question: its kind, its conversation, and the share of its evidence among the first 5, 10 and 20 turns.
 * @param {Indexed[]} indexed
 * @param {RecallWeights} weights
 */
export async function run(indexed, weights) {
  /** @type {Result[]} */
  const results = [];
  for (const conversation of indexed) {
    for (const { text, kind, evidence } of conversation.questions) {
      const found = await ask(conversation, text, Math.max(...DEPTHS), weights);
      const shares = DEPTHS.map((depth) => {
        const first = new Set(found.slice(0, depth).map(({ position }) => position));
        return evidence.filter((position) => first.has(position)).length / evidence.length;
      });
      results.push({ kind, conversation: conversation.id, shares });
    }
  }
  return results;
}

/**
 * Percent of evidence at each depth, averaged over questions.
 * @param {Result[]} results
 */
export function average(results) {
  return DEPTHS.map(
    (_, at) => (100 * results.reduce((sum, { shares }) => sum + (shares[at] ?? 0), 0)) / results.length,
  );
}
