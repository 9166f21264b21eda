import type {
  Clock,
  ConversationKey,
  ConversationSummary,
  DependencyHealth,
  LoggedTurn,
  LogStretch,
  MemoryScope,
  MessagePage,
  MessageQuery,
} from '@yychat/engine-core';
import type {
  ConversationStore,
  EmbeddedMessage,
  PendingMessages,
  RecalledMessage,
  StoreQuery,
} from '../store/conversation-store.js';
import type { StoreConnection } from './store-connection.js';

const CURSOR = /^[0-9]{1,15}$/;

/** A conversation store in one SQLite file, asked over a connection. The clock is this side's: it goes with what needs a time. */
export class SqliteConversationStore implements ConversationStore {
  readonly #connection: StoreConnection;
  readonly #clock: Clock;

  constructor(connection: StoreConnection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  get embeddingsMissing(): string | undefined {
    return this.#connection.embeddingsMissing;
  }

  append(turn: LoggedTurn, signal: AbortSignal): Promise<void> {
    return this.#connection.call('append', turn, signal);
  }

  messages(key: ConversationKey, query: MessageQuery, signal: AbortSignal): Promise<MessagePage> {
    return this.#connection.call('messages', { key: keyOf(key), query }, signal);
  }

  summary(key: ConversationKey, signal: AbortSignal): Promise<ConversationSummary> {
    return this.#connection.call('summary', keyOf(key), signal);
  }

  delete(key: ConversationKey, signal: AbortSignal): Promise<number> {
    return this.#connection.call('delete', { key: keyOf(key), now: this.#clock.now() }, signal);
  }

  /** Rejects with RangeError for a cursor that no log gave. */
  async entries(cursor: string | undefined, limit: number, signal: AbortSignal): Promise<LogStretch> {
    if (cursor !== undefined && !CURSOR.test(cursor)) throw new RangeError('That is no cursor of this log.');
    return this.#connection.call('entries', { cursor, limit }, signal);
  }

  async pending(
    model: string,
    options: { readonly limit: number; readonly instance: string; readonly lease: number },
    signal: AbortSignal,
  ): Promise<PendingMessages> {
    if (this.embeddingsMissing !== undefined) return { messages: [], behind: 0 };
    const { limit, instance, lease } = options;
    const request = { model, limit, instance, lease, now: this.#clock.now() };
    return this.#connection.call('pending', request, signal);
  }

  async embedded(model: string, messages: readonly EmbeddedMessage[], signal: AbortSignal): Promise<void> {
    if (this.embeddingsMissing !== undefined) return;
    return this.#connection.call('embedded', { model, messages }, signal);
  }

  recall(query: StoreQuery, signal: AbortSignal): Promise<readonly RecalledMessage[]> {
    return this.#connection.call('recall', query, signal);
  }

  version({ tenant, conversationId, user }: MemoryScope, signal: AbortSignal): Promise<string> {
    const scope = { tenant, conversationId, ...(user !== undefined && { user }) };
    return this.#connection.call('version', scope, signal);
  }

  async healthCheck(signal: AbortSignal): Promise<DependencyHealth> {
    const started = this.#clock.monotonic();
    const health = (): Omit<DependencyHealth, 'status'> => {
      return { name: 'conversation_log', latency: this.#clock.monotonic() - started, required: true };
    };
    try {
      await this.#connection.call('check', undefined, signal);
      return { ...health(), status: 'up' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'It does not answer.';
      return { ...health(), status: 'down', reason, code: 'store_failed', detail: reason };
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

/** Callers hand in more than a key at times, which need not cross to the other thread. */
const keyOf = ({ tenant, conversationId }: ConversationKey): ConversationKey => ({ tenant, conversationId });
