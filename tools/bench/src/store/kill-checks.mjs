import { never } from './conversations.mjs';

/** @import { ConversationStore } from '@yychat/engine-chat' */
/** @import { LoggedTurn } from '@yychat/engine-core' */
/** @import { Entry } from './kill-ledger.mjs' */

const LETTERS = 'bdfgkmnprt';

/**
 * A word that no other turn has.
 * @param {string} turnId of figures and a dot
 */
const wordOf = (turnId) =>
  `qu${[...turnId].map((figure) => `${figure === '.' ? 'l' : (LETTERS[Number(figure)] ?? '')}o`).join('')}x`;

/** @param {string} conversationId */
export const keyOf = (conversationId) => ({ tenant: 'kill', conversationId });

/**
 * What is said follows from the turn's id.
 * @param {string} conversationId
 * @param {string} turnId
 * @returns {LoggedTurn}
 */
export function turnOf(conversationId, turnId) {
  const time = Date.now();
  return {
    ...keyOf(conversationId),
    ...{ turnId, begun: time, time, user: `user of ${conversationId}` },
    messages: [
      { role: 'user', text: `What is ${wordOf(turnId)} in the harbour?` },
      { role: 'assistant', text: `A boat that was called ${wordOf(turnId)} by its owner, in spring.` },
    ],
  };
}

/**
 * Compares a store with what was acknowledged.
 * @param {ConversationStore} store
 * @param {readonly Entry[]} entries
 * @returns {Promise<string[]>} what is wrong
 */
export async function faultsOf(store, entries) {
  /** @type {string[]} */
  const faults = [];
  for (const { id, turns, state } of entries) {
    const { messages } = await store.messages(keyOf(id), { limit: 100_000, order: 'asc' }, never);
    const present = [...new Set(messages.map(({ turnId }) => turnId))];
    const whole = present.flatMap((turnId) => turnOf(id, turnId).messages.map(({ text }) => text));
    if (JSON.stringify(messages.map(({ text }) => text)) !== JSON.stringify(whole)) {
      faults.push(`${id} has not what was said, whole and in order`);
    }
    const gone = messages.length === 0;
    if (state === 'deleted' && !gone) faults.push(`${id} was deleted and has ${messages.length} messages`);
    for (const turnId of turns) {
      const found = await recalled(store, id, turnId);
      if (state === 'deleted' || (state === 'perhaps deleted' && gone)) {
        if (found) faults.push(`${id} was deleted and recalls ${turnId}`);
      } else {
        if (!present.includes(turnId)) faults.push(`${id} has lost ${turnId}`);
        if (!found) faults.push(`${id} does not recall ${turnId}`);
      }
    }
  }
  return faults;
}

/**
 * @param {ConversationStore} store
 * @param {string} id
 * @param {string} turnId
 */
async function recalled(store, id, turnId) {
  const text = `Tell me of ${wordOf(turnId)} and the zeppelin`;
  const query = { scope: keyOf(id), text, limit: 2, present: [], now: Date.now() };
  const found = await store.recall(query, never);
  return found.some((message) => message.text.includes(wordOf(turnId)));
}
