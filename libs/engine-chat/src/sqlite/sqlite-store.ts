import type { DatabaseSync } from 'node:sqlite';
import type {
  ConversationKey,
  ConversationSummary,
  LoggedTurn,
  LogStretch,
  MemoryScope,
  MessagePage,
  MessageQuery,
} from '@yychat/engine-core';
import { recallMessages } from '../recall/recall-messages.js';
import type {
  EmbeddedMessage,
  PendingMessages,
  RecalledMessage,
  StoreQuery,
} from '../store/conversation-store.js';
import { Conversations, isIndexed } from './conversations.js';
import { checkpoint, inTransaction, openDatabase } from './database.js';
import { Embeddings } from './embeddings.js';
import type { PendingRequest } from './embeddings.js';
import { MessageLog } from './message-log.js';
import { MessageReader } from './message-reader.js';
import { NearestEmbeddings } from './nearest-embeddings.js';
import { PostingReader } from './posting-reader.js';
import { Reindexing } from './reindexing.js';
import { Removal } from './removal.js';
import { SqliteRecallSource } from './sqlite-recall-source.js';
import type { RecallReaders } from './sqlite-recall-source.js';
import { Tombstones } from './tombstones.js';
import { TurnWriter } from './turn-writer.js';
import { loadVectorExtension } from './vector-extension.js';
import { ScopeReader } from './visible-scope.js';
import type { VisibleConversation } from './visible-scope.js';

/** Attempts to empty the write-ahead log; each waits as long as `busy_timeout` says. */
const CHECKPOINTS = 3;

const neverAborted = new AbortController().signal;

/**
 * The store itself, on the thread that calls it: nothing here waits but for the disk. What takes long is a generator that yields
 * between its steps, so that others get their turn; each step leaves the file in order. All throw SQLite's errors as they are.
 */
export class SqliteStore {
  /** Why embeddings cannot be kept; undefined: they can. */
  readonly embeddingsMissing: string | undefined;
  readonly #database: DatabaseSync;
  readonly #conversations: Conversations;
  readonly #log: MessageLog;
  readonly #writer: TurnWriter;
  readonly #removal: Removal;
  readonly #reindexing: Reindexing;
  readonly #scopes: ScopeReader;
  readonly #readers: RecallReaders;
  readonly #embeddings: Embeddings;

  private constructor(database: DatabaseSync, embeddingsMissing: string | undefined) {
    this.embeddingsMissing = embeddingsMissing;
    this.#database = database;
    const conversations = new Conversations(database);
    const tombstones = new Tombstones(database);
    this.#conversations = conversations;
    this.#log = new MessageLog(database);
    this.#writer = new TurnWriter(database, conversations, tombstones);
    this.#removal = new Removal(database, tombstones);
    this.#reindexing = new Reindexing(database, conversations, this.#removal);
    this.#scopes = new ScopeReader(database, conversations);
    this.#readers = {
      postings: new PostingReader(database),
      messages: new MessageReader(database),
      near: embeddingsMissing === undefined ? new NearestEmbeddings(database) : undefined,
    };
    this.#embeddings = new Embeddings(database);
  }

  /** Rejects with FileProblem. @param loadVectors loads what embeddings need, and says why it cannot */
  static async open(file: string, loadVectors = loadVectorExtension): Promise<SqliteStore> {
    const database = openDatabase(file);
    try {
      return new SqliteStore(database, await loadVectors(database));
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /**
   * Appends turns in one transaction, each kept as a whole or not at all.
   * @returns for each turn why it was not kept; undefined where it was
   */
  append(turns: readonly LoggedTurn[]): unknown[] {
    return inTransaction(this.#database, () => turns.map((turn) => this.#appendOne(turn)));
  }

  messages(key: ConversationKey, query: MessageQuery): MessagePage {
    return this.#reading(() => this.#log.page(key, this.#conversations.find(key), query));
  }

  summary(key: ConversationKey): ConversationSummary {
    const { messages = 0, turns = 0, firstTime = 0, lastTime = 0 } = this.#conversations.find(key) ?? {};
    return { messages, turns, ...(messages > 0 && { firstTime, lastTime }) };
  }

  entries(cursor: string | undefined, limit: number): LogStretch {
    return this.#log.entries(cursor, limit);
  }

  /** What is short is gone in one transaction; of what is long, the rest follows. @param now milliseconds since the epoch */
  *delete(key: ConversationKey, now: number): Generator<void, number> {
    const { conversation, done } = inTransaction(this.#database, () => {
      const found = this.#conversations.find(key);
      this.#removal.unlink(key, found, now);
      return { conversation: found, done: !found || this.#removal.clear(found.id) };
    });
    if (conversation && !done) yield* this.#clear(conversation.id);
    yield* this.#emptyLog();
    return conversation?.messages ?? 0;
  }

  /** Clears what deletions left behind that the end of an earlier process cut short. */
  *resume(): Generator<void, void> {
    const left = this.#removal.left();
    for (const conversation of left) yield* this.#clear(conversation);
    if (left.length > 0) yield* this.#emptyLog();
  }

  pending(request: PendingRequest): PendingMessages {
    return inTransaction(this.#database, () => this.#embeddings.pending(request));
  }

  embedded(model: string, messages: readonly EmbeddedMessage[]): void {
    inTransaction(this.#database, () => this.#embeddings.keep(model, messages));
  }

  /** Conversations that another version of the analysis indexed are indexed anew before. */
  *recall(query: StoreQuery): Generator<void, Promise<RecalledMessage[]>> {
    for (;;) {
      const visible = this.#look(query.scope);
      const stale = visible.filter((conversation) => !isIndexed(conversation));
      if (stale.length === 0) return this.#recallAmong(visible, query);
      this.#database.exec('COMMIT');
      for (const { id } of stale) yield* this.#reindex(id);
    }
  }

  version(scope: MemoryScope): string {
    return this.#reading(() => this.#scopes.version(scope));
  }

  /** What a scope shows to recall. */
  source(scope: MemoryScope): SqliteRecallSource {
    return new SqliteRecallSource(this.#readers, this.#scopes.read(scope));
  }

  /** @throws what SQLite throws when the file is out of reach */
  check(): void {
    this.#conversations.byId(0);
  }

  close(): void {
    checkpoint(this.#database);
    this.#database.close();
  }

  #appendOne(turn: LoggedTurn): unknown {
    this.#database.exec('SAVEPOINT turn');
    try {
      this.#writer.append(turn);
      this.#database.exec('RELEASE turn');
      return undefined;
    } catch (error) {
      this.#undo(error);
      return error;
    }
  }

  /** @throws the error where SQLite has given up the whole transaction for it, as it does when the disk is full */
  #undo(error: unknown): void {
    try {
      this.#database.exec('ROLLBACK TO turn; RELEASE turn');
    } catch {
      throw error;
    }
  }

  *#clear(conversation: number): Generator<void, void> {
    while (!inTransaction(this.#database, () => this.#removal.clear(conversation))) yield;
  }

  /** @throws Error while another process reads what was deleted: asked again, the deletion is finished */
  *#emptyLog(): Generator<void, void> {
    for (let attempt = 0; attempt < CHECKPOINTS; attempt++) {
      if (checkpoint(this.#database)) return;
      yield;
    }
    throw new Error('What was deleted is still in the write-ahead log, for another process reads there.');
  }

  *#reindex(conversation: number): Generator<void, void> {
    while (!inTransaction(this.#database, () => this.#reindexing.step(conversation))) yield;
  }

  #reading<T>(work: () => T): T {
    this.#database.exec('BEGIN');
    try {
      return work();
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  /** Looks a scope up, and leaves the transaction open that saw it. */
  #look(scope: MemoryScope): VisibleConversation[] {
    this.#database.exec('BEGIN');
    try {
      return this.#scopes.read(scope);
    } catch (error) {
      this.#database.exec('COMMIT');
      throw error;
    }
  }

  /** Ends the transaction that saw what is visible. */
  async #recallAmong(visible: readonly VisibleConversation[], query: StoreQuery): Promise<RecalledMessage[]> {
    try {
      const source = new SqliteRecallSource(this.#readers, visible);
      const found = await recallMessages(source, query, neverAborted);
      const floors = new Map(visible.map(({ name, floor }) => [name, floor]));
      return found.map((message) => {
        return { ...message, position: message.position + (floors.get(message.conversationId) ?? 0) };
      });
    } finally {
      this.#database.exec('COMMIT');
    }
  }
}
