import {
  EngineError,
  type ConversationKey,
  InvalidRequestError,
  type EngineManager,
  type MessagePage,
  type MessageQuery,
  type StoredMessage,
} from '@yychat/engine-core';
import type { Fact } from '@yychat/engine-mem0';
import type { TurnContentsDesk } from '../contents/turn-contents-desk.js';
import type { Remembered } from '../wiring/memory.js';
import { factPage, MAX_FACTS } from './fact-page.js';

/** Milliseconds that the store may take. */
const PATIENCE = 5_000;
/** Milliseconds that it may take to delete a conversation, however long. */
const LONG_PATIENCE = 60_000;

/** What is kept of conversations, for those who ask. */
export class Conversations {
  constructor(
    private readonly remembered: Remembered,
    private readonly engines: EngineManager,
    private readonly contents: Pick<TurnContentsDesk, 'forget'>,
  ) {}

  async messages(key: ConversationKey, query: MessageQuery) {
    const { messages, hasMore } = await this.#ask(PATIENCE, (signal) => this.#said(key, query, signal));
    return list(messages.map(asMessage), hasMore);
  }

  /** @param engine whose memory; default: the one in force */
  async memory(key: ConversationKey, query: MessageQuery, engine = this.engines.current().engine) {
    this.engines.require(engine);
    const [page, counts, engines] = await this.#ask(PATIENCE, (signal) =>
      Promise.all([
        this.#page(key, query, engine, signal),
        this.remembered.log.summary(key, signal),
        this.engines.list(),
      ]),
    );
    return {
      ...page,
      conversation_id: key.conversationId,
      engine,
      messages: counts.messages,
      turns: counts.turns,
      first_message_at: seconds(counts.firstTime),
      last_message_at: seconds(counts.lastTime),
      recall: engines.find(({ name }) => name === engine)?.details['memory'],
    };
  }

  async delete(key: ConversationKey) {
    const { log, chat } = this.remembered;
    const messages = await this.#ask(LONG_PATIENCE, (signal) => log.delete(key, signal));
    // The engines' retrievals are in one cache.
    await chat.clear();
    // Turns of other conversations may have been shown something of this one.
    await this.contents.forget(key.tenant);
    return { id: key.conversationId, object: 'conversation.memory.deleted', deleted: true, messages };
  }

  /** What mem0 understood, or what was said. */
  async #page(key: ConversationKey, query: MessageQuery, engine: string, signal: AbortSignal) {
    const { mem0 } = this.remembered;
    if (engine === 'mem0_proxy' && mem0 !== undefined) {
      const { facts, hasMore } = factPage(await mem0.facts(key, MAX_FACTS, signal), query);
      return list(facts.map(asFact), hasMore);
    }
    const { messages, hasMore } = await this.#said(key, query, signal);
    return list(messages.map(asMemory), hasMore);
  }

  #said(key: ConversationKey, query: MessageQuery, signal: AbortSignal): Promise<MessagePage> {
    if (query.after?.startsWith('msg_') === false)
      throw new InvalidRequestError("Invalid value for 'after': expected the id of a message.", 'after');
    return this.remembered.log.messages(key, query, signal);
  }

  async #ask<T>(patience: number, question: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await question(AbortSignal.timeout(patience));
    } catch (cause) {
      if (EngineError.is(cause) && cause.status === 400) throw cause;
      throw new EngineError('The conversation log does not answer.', {
        status: 503,
        code: 'conversation_log_unavailable',
        type: 'server_error',
        cause,
      });
    }
  }
}

function list<T extends { readonly id: string }>(data: readonly T[], hasMore: boolean) {
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}

function asMessage({ id, role, text, time, name, user, turnId }: StoredMessage) {
  return {
    id,
    object: 'conversation.message',
    created_at: seconds(time),
    role,
    content: text,
    name: name ?? null,
    user: user ?? null,
    turn_id: turnId,
  };
}

function asMemory({ id, role, text, time }: StoredMessage) {
  return { id, object: 'conversation.memory', created_at: seconds(time), role, memory: text };
}

function asFact({ id, text, time }: Fact) {
  return { id, object: 'conversation.memory', created_at: seconds(time), role: null, memory: text };
}

/** Of milliseconds; `null` where nothing was said. */
function seconds(time: number | undefined): number | null {
  return time === undefined ? null : Math.floor(time / 1_000);
}
