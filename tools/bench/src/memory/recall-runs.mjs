import { randomUUID } from 'node:crypto';
import { InMemoryPostingSource, recallTurns } from '@yychat/engine-chat/recall';

/** @import { RecallWeights } from '@yychat/engine-chat/recall' */
/** @import { Conversation, Question } from './locomo.mjs' */
/** @import { ConversationStore } from '@yychat/engine-chat' */
/** @typedef {{ tenant: string, conversationId: string }} Scope */
/** @typedef {(text: string, limit: number, weights?: RecallWeights) => Promise<readonly { position: number }[]>} Ask */
/** @typedef {{ id: string, ask: Ask, questions: Question[] }} Indexed */
/** @typedef {{ kind: string, conversation: string, shares: number[] }} Result */

/** How many turns are looked at. */
const DEPTHS = [5, 10, 20];
const never = new AbortController().signal;

/**
 * A conversation with its index. Questions are asked when its last turn was said.
 * @param {Conversation} conversation
 * @returns {Indexed}
 */
export function index({ id, turns, questions }) {
  const source = new InMemoryPostingSource();
  const scope = { tenant: 'bench', conversationId: id };
  for (const turn of turns) source.add(scope, turn, turn.time);
  const asked = { scope, present: [], now: turns.at(-1)?.time ?? 0 };
  const ask = (/** @type {Parameters<Ask>} */ ...[text, limit, weights]) =>
    recallTurns(source, { ...asked, text, limit, ...(weights && { weights }) }, never);
  return { id, ask, questions };
}

/**
 * The same in a store, through which a service asks. Its weights are the store's.
 * @param {ConversationStore} store
 * @param {Conversation} conversation
 * @returns {Promise<Indexed>}
 */
export async function indexInStore(store, { id, turns, questions }) {
  const scope = { tenant: `bench-${randomUUID()}`, conversationId: id };
  for (const { id: turnId, speaker, text, time } of turns) {
    const messages = [/** @type {const} */ ({ role: 'user', name: speaker, text })];
    await store.append({ ...scope, turnId, begun: Date.now() + 1_000, time, messages }, never);
  }
  const asked = { scope, present: [], now: turns.at(-1)?.time ?? 0 };
  return { id, questions, ask: (text, limit) => store.recall({ ...asked, text, limit }, never) };
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
      const found = await conversation.ask(text, Math.max(...DEPTHS), weights);
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
