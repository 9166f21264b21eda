import type { ConversationKey, ConversationLog, MessageQuery, StoredMessage } from '@yychat/engine-core';
import { EngineError } from '@yychat/engine-core';
import type { CachedMemory } from '../memory/cached-memory.js';

/** Milliseconds that the store may take. */
const PATIENCE = 5_000;
/** Milliseconds that it may take to delete a conversation, however long. */
const LONG_PATIENCE = 60_000;

/** What is kept of conversations, for those who ask. */
export class Conversations {
  constructor(
    private readonly log: ConversationLog,
    private readonly memory: CachedMemory,
  ) {}

  async messages(key: ConversationKey, query: MessageQuery) {
    const { messages, hasMore } = await this.#ask(PATIENCE, (signal) =>
      this.log.messages(key, query, signal),
    );
    return list(messages.map(asMessage), hasMore);
  }

  async summary(key: ConversationKey, query: MessageQuery) {
    const [page, counts] = await this.#ask(PATIENCE, (signal) =>
      Promise.all([this.log.messages(key, query, signal), this.log.summary(key, signal)]),
    );
    return {
      ...list(page.messages.map(asMemory), page.hasMore),
      conversation_id: key.conversationId,
      messages: counts.messages,
      turns: counts.turns,
      first_message_at: seconds(counts.firstTime),
      last_message_at: seconds(counts.lastTime),
      recall: this.memory.info(),
    };
  }

  async delete(key: ConversationKey) {
    const messages = await this.#ask(LONG_PATIENCE, (signal) => this.log.delete(key, signal));
    await this.memory.clear();
    return { id: key.conversationId, object: 'conversation.memory.deleted', deleted: true, messages };
  }

  async #ask<T>(patience: number, question: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await question(AbortSignal.timeout(patience));
    } catch (cause) {
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

/** Of milliseconds; `null` where nothing was said. */
function seconds(time: number | undefined): number | null {
  return time === undefined ? null : Math.floor(time / 1_000);
}
