import { EngineError } from '@yychat/engine-core';
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
import { recallMessages } from '../recall/recall-messages.js';
import type {
  ConversationStore,
  EmbeddedMessage,
  PendingMessages,
  RecalledMessage,
  StoreQuery,
} from '../store/conversation-store.js';
import type { Connections } from './connections.js';
import { ConversationLogTables } from './conversation-log.js';
import { Embeddings } from './embeddings.js';
import { IndexRebuild } from './index-rebuild.js';
import { PostgresRecallSource, recallStatements } from './recall-source.js';
import type { RecallReaders } from './recall-source.js';
import type { EmbeddingSupport } from './schema/embedding-support.js';
import type { QuotedSchema } from './schema/schema-name.js';

/** Milliseconds. */
const HEALTH_TIMEOUT = 2_000;

export interface PostgresStoreParts {
  readonly connections: Connections;
  readonly schema: QuotedSchema;
  readonly support: EmbeddingSupport;
  readonly clock: Clock;
}

/** The conversation store that many instances share. What it rejects with is a PostgresStoreError, or the signal's reason. */
export class PostgresStore implements ConversationStore {
  readonly embeddingsMissing: string | undefined;
  readonly #connections: Connections;
  readonly #clock: Clock;
  readonly #log: ConversationLogTables;
  readonly #readers: RecallReaders;

  constructor({ connections, schema, support, clock }: PostgresStoreParts) {
    this.#connections = connections;
    this.#clock = clock;
    this.embeddingsMissing = support.missing;
    this.#log = new ConversationLogTables(connections, schema);
    this.#readers = {
      connections,
      statements: recallStatements(schema),
      rebuild: new IndexRebuild(connections, schema),
      embeddings:
        support.missing === undefined ? new Embeddings(connections, schema, support.vectors) : undefined,
    };
  }

  async append(turn: LoggedTurn, signal: AbortSignal): Promise<void> {
    this.#assertUsable(signal);
    if (turn.messages.length > 0) await this.#log.append(turn, signal);
  }

  async messages(key: ConversationKey, query: MessageQuery, signal: AbortSignal): Promise<MessagePage> {
    this.#assertUsable(signal);
    return this.#log.messages(key, query, signal);
  }

  summary(key: ConversationKey, signal: AbortSignal): Promise<ConversationSummary> {
    return this.#log.summary(key, signal);
  }

  delete(key: ConversationKey, signal: AbortSignal): Promise<number> {
    return this.#log.delete(key, this.#clock.now(), signal);
  }

  entries(cursor: string | undefined, limit: number, signal: AbortSignal): Promise<LogStretch> {
    return this.#log.entries(cursor, limit, signal);
  }

  async recall(query: StoreQuery, signal: AbortSignal): Promise<readonly RecalledMessage[]> {
    this.#assertUsable(signal);
    const source = new PostgresRecallSource(this.#readers);
    const messages = await recallMessages(source, query, signal);
    return messages.map((message) => source.located(message));
  }

  async version(scope: MemoryScope, signal: AbortSignal): Promise<string> {
    this.#assertUsable(signal);
    return this.#log.version(scope, signal);
  }

  async pending(
    model: string,
    options: { readonly limit: number; readonly instance: string; readonly lease: number },
    signal: AbortSignal,
  ): Promise<PendingMessages> {
    this.#assertUsable(signal);
    const { limit, instance, lease } = options;
    const asked = { instance, now: this.#clock.now(), duration: lease };
    return (
      (await this.#readers.embeddings?.pending(model, limit, asked, signal)) ?? { messages: [], behind: 0 }
    );
  }

  async embedded(model: string, messages: readonly EmbeddedMessage[], signal: AbortSignal): Promise<void> {
    this.#assertUsable(signal);
    await this.#readers.embeddings?.keep(model, messages, signal);
  }

  async healthCheck(signal: AbortSignal): Promise<DependencyHealth> {
    const begun = this.#clock.monotonic();
    const health = (): Pick<DependencyHealth, 'name' | 'required' | 'latency'> => ({
      ...{ name: 'postgres', required: true, latency: this.#clock.monotonic() - begun },
    });
    try {
      await this.#connections.run(signal, (client) => client.query('select 1'), { timeout: HEALTH_TIMEOUT });
      return { ...health(), status: 'up' };
    } catch (error) {
      const reason = EngineError.is(error) ? error.message : 'The check was cut short.';
      return { ...health(), status: 'down', reason, code: 'store_failed', detail: reason };
    }
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  /** For what may have nothing to ask of the server. */
  #assertUsable(signal: AbortSignal): void {
    signal.throwIfAborted();
    this.#connections.assertOpen();
  }
}
