/** @import { ConversationStore } from '@yychat/engine-chat' */
/** @import { LoggedTurn } from '@yychat/engine-core' */
/** @import { Talk } from './talk.mjs' */

const TENANT = 'bench';
const START = Date.UTC(2025, 0, 1);
const MINUTE = 60_000;
const DAY = 86_400_000;
/** Turns that are appended at once, while a store is filled. */
const AT_ONCE = 256;
/** Turns of an ordinary conversation. */
const TURNS = 20;
/** One user has so many conversations; the others have a few. */
const OF_MANY = 250;

/** @type {AbortSignal} */
export const never = new AbortController().signal;
export const LONG = { tenant: TENANT, conversationId: 'long', user: 'long-user' };
export const MANY = { tenant: TENANT, conversationId: 'many-0', user: 'many-user' };

/** @param {number} conversation */
const keyOf = (conversation) =>
  conversation < OF_MANY
    ? { ...MANY, conversationId: `many-${conversation}` }
    : { tenant: TENANT, conversationId: `c-${conversation}`, user: `user-${conversation % 5_000}` };

/** What is said, in all conversations. */
export class Conversations {
  #talk;
  #turns = 0;
  /** Some of what was said in the long conversation, to ask for. @type {string[]} */
  said = [];

  /** @param {Talk} talk */
  constructor(talk) {
    this.#talk = talk;
  }

  /**
   * The next turn of a conversation: a question and an answer of a few dozen words.
   * @param {{ tenant: string, conversationId: string, user: string }} key
   * @param {number} nth turn of it
   * @returns {LoggedTurn}
   */
  turn(key, nth) {
    const talk = this.#talk;
    const time = START + Math.floor(nth / 10) * DAY + (nth % 10) * MINUTE;
    const messages = [
      { role: /** @type {const} */ ('user'), text: talk.text(12 + talk.below(24)) },
      { role: /** @type {const} */ ('assistant'), text: talk.text(24 + talk.below(36)) },
    ];
    if (key === LONG && this.said.length < 2_000) this.said.push(...messages.map(({ text }) => text));
    return { ...key, turnId: `turn-${(this.#turns += 1)}`, begun: time, time, messages };
  }

  /**
   * Fills a store; the long conversation goes on all the while.
   * @param {ConversationStore} store
   * @param {{ messages: number, turns: number, progress: (messages: number) => void }} size
   */
  async fill(store, { messages, turns, progress }) {
    const all = Math.ceil(messages / 2);
    let long = 0;
    /** @type {Promise<void>[]} */
    let waiting = [];
    for (let nth = 0; nth < all; nth++) {
      const ofLong = long < (turns * (nth + 1)) / all;
      const other = nth - long;
      const turn = ofLong
        ? this.turn(LONG, long++)
        : this.turn(keyOf(Math.floor(other / TURNS)), other % TURNS);
      waiting.push(store.append(turn, never));
      if (waiting.length < AT_ONCE) continue;
      await Promise.all(waiting);
      waiting = [];
      if ((nth + 1) % (AT_ONCE * 50) === 0) progress(2 * nth + 2);
    }
    await Promise.all(waiting);
  }
}
