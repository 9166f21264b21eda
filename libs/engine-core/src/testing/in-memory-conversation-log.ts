import { EngineError } from '../errors.js';
import type { DependencyHealth } from '../health.js';
import type { Clock } from '../ports/clock.js';
import type {
  ConversationKey,
  ConversationLog,
  ConversationSummary,
  LoggedTurn,
  LogStretch,
  MessagePage,
  MessageQuery,
  StoredMessage,
} from '../ports/conversation-log.js';

interface Conversation {
  readonly turns: Set<string>;
  readonly messages: StoredMessage[];
}

const keyOf = ({ tenant, conversationId }: ConversationKey): string =>
  JSON.stringify([tenant, conversationId]);

/** Grows with the log. */
export const sequenceOf = ({ id }: Pick<StoredMessage, 'id'>): number => Number(id.slice('msg_'.length));

/**
 * A conversation log that is gone with its process: for tests, examples and measurements. What derives from it extends it, and is
 * told of what is kept and removed. Operations after `close` reject with EngineError (503, `conversation_log_closed`).
 */
export class InMemoryConversationLog implements ConversationLog {
  readonly #clock: Clock;
  readonly #conversations = new Map<string, Conversation>();
  /** When conversations were deleted; milliseconds since the epoch. */
  readonly #deletions = new Map<string, number>();
  #log: StoredMessage[] = [];
  #written = 0;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  append(turn: LoggedTurn, signal: AbortSignal): Promise<void> {
    return this.whileOpen(signal, () => {
      const { turnId, tenant, conversationId, user, begun, time } = turn;
      const key = keyOf(turn);
      const conversation = this.#conversations.get(key) ?? { turns: new Set(), messages: [] };
      const deleted = begun <= (this.#deletions.get(key) ?? -Infinity);
      if (deleted || turn.messages.length === 0 || conversation.turns.has(turnId)) return;
      this.#conversations.set(key, conversation);
      conversation.turns.add(turnId);
      for (const { role, text, name } of turn.messages) {
        const message: StoredMessage = {
          ...{ id: `msg_${(this.#written += 1)}`, turnId, tenant, conversationId, role, text, time },
          ...(name !== undefined && { name }),
          ...(user !== undefined && { user }),
        };
        conversation.messages.push(message);
        this.#log.push(message);
        this.kept?.(message);
      }
    });
  }

  messages(key: ConversationKey, query: MessageQuery, signal: AbortSignal): Promise<MessagePage> {
    return this.whileOpen(signal, () => {
      const { limit, order, after } = query;
      const inOrder = order === 'asc' ? this.conversation(key) : this.conversation(key).toReversed();
      const previous = inOrder.findIndex(({ id }) => id === after);
      if (after !== undefined && previous < 0) return { messages: [], hasMore: false };
      const end = previous + 1 + limit;
      return { messages: inOrder.slice(previous + 1, end), hasMore: end < inOrder.length };
    });
  }

  summary(key: ConversationKey, signal: AbortSignal): Promise<ConversationSummary> {
    return this.whileOpen(signal, () => {
      const messages = this.conversation(key);
      const [first, last] = [messages[0], messages.at(-1)];
      const turns = this.#conversations.get(keyOf(key))?.turns.size ?? 0;
      return {
        ...{ messages: messages.length, turns },
        ...(first && last && { firstTime: first.time, lastTime: last.time }),
      };
    });
  }

  delete(key: ConversationKey, signal: AbortSignal): Promise<number> {
    return this.whileOpen(signal, () => {
      const messages = this.conversation(key);
      const gone = new Set(messages);
      this.#deletions.set(keyOf(key), this.#clock.now());
      this.#conversations.delete(keyOf(key));
      this.#log = this.#log.filter((message) => !gone.has(message));
      this.removed?.(key, messages);
      return messages.length;
    });
  }

  entries(cursor: string | undefined, limit: number, signal: AbortSignal): Promise<LogStretch> {
    return this.whileOpen(signal, () => {
      const after = Number(cursor ?? 0);
      const from = this.#log.findIndex((message) => sequenceOf(message) > after);
      const messages = from < 0 ? [] : this.#log.slice(from, from + limit);
      const last = messages.at(-1);
      return { messages, cursor: String(last ? sequenceOf(last) : after) };
    });
  }

  healthCheck(): Promise<DependencyHealth> {
    const health = { name: 'conversation_log', latency: 0, required: true };
    return Promise.resolve(
      this.#closed ? { ...health, status: 'down', reason: 'It is closed.' } : { ...health, status: 'up' },
    );
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  /** The messages of a conversation, in order; empty where there is none. */
  protected conversation(key: ConversationKey): readonly StoredMessage[] {
    return this.#conversations.get(keyOf(key))?.messages ?? [];
  }

  /** All messages, oldest first. */
  protected get all(): readonly StoredMessage[] {
    return this.#log;
  }

  /** Called for each message once it is kept, in order. */
  protected kept?(message: StoredMessage): void;

  /** Called when a conversation was deleted, with the messages that it had. */
  protected removed?(key: ConversationKey, messages: readonly StoredMessage[]): void;

  /** Works at once. Rejects when this is closed, the signal has aborted, or the work fails. */
  protected whileOpen<T>(signal: AbortSignal, work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      if (this.#closed) {
        throw new EngineError('The conversation log is closed.', {
          ...{ status: 503, code: 'conversation_log_closed', type: 'server_error' },
        });
      }
      resolve(work());
    });
  }
}
