import type { DependencyHealth } from '../health.js';
import type { MemoryScope } from './conversation-memory.js';

export interface LoggedMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** The name that the client gave its author. */
  readonly name?: string;
}

export interface LoggedTurn extends MemoryScope {
  /** The request id: appending the same turn twice keeps one. */
  readonly turnId: string;
  /** When the turn began; milliseconds since the epoch. A turn that began before its conversation was deleted is not kept. */
  readonly begun: number;
  /** When it was complete; milliseconds since the epoch. */
  readonly time: number;
  /** In the order in which they were said. */
  readonly messages: readonly LoggedMessage[];
}

/** Names one conversation. */
export type ConversationKey = Pick<MemoryScope, 'tenant' | 'conversationId'>;

export interface StoredMessage extends LoggedMessage, ConversationKey {
  /** Unique in the log, `^msg_[0-9]+$`. */
  readonly id: string;
  readonly turnId: string;
  readonly user?: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export interface MessageQuery {
  /** From 1. */
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** Id of the message that the page follows, in that order. */
  readonly after?: string;
}

export interface MessagePage {
  readonly messages: readonly StoredMessage[];
  readonly hasMore: boolean;
}

export interface ConversationSummary {
  readonly messages: number;
  readonly turns: number;
  /** Of the first and the last message; milliseconds since the epoch. Undefined where there is none. */
  readonly firstTime?: number;
  readonly lastTime?: number;
}

/** A stretch of the whole log, for what is derived from it. */
export interface LogStretch {
  readonly messages: readonly StoredMessage[];
  /** Where to go on. */
  readonly cursor: string;
}

/**
 * Append-only record of what was said. Written before a turn is reported complete. All operations reject where the
 * store fails or the signal aborts; an append that was aborted may have happened all the same.
 */
export interface ConversationLog {
  /** Resolves when the turn is durable: it survives the end of this process. */
  append(turn: LoggedTurn, signal: AbortSignal): Promise<void>;
  /** Empty for a conversation that nobody has begun, or an `after` that is not in it. */
  messages(key: ConversationKey, query: MessageQuery, signal: AbortSignal): Promise<MessagePage>;
  summary(key: ConversationKey, signal: AbortSignal): Promise<ConversationSummary>;
  /**
   * Removes the conversation and all that the store derived from it. Turns that had begun by then are not kept later; one that
   * begins afterwards starts the conversation anew. Resolves with the number of messages removed.
   */
  delete(key: ConversationKey, signal: AbortSignal): Promise<number>;
  /**
   * The oldest messages after a cursor, of all tenants and conversations, in the order in which they became durable: whoever
   * follows the cursor misses none. At most `limit`.
   * @param cursor as an earlier call gave it; undefined: from the beginning
   */
  entries(cursor: string | undefined, limit: number, signal: AbortSignal): Promise<LogStretch>;
  /** Never throws. */
  healthCheck(signal: AbortSignal): Promise<DependencyHealth>;
  /** Finishes what was begun, then gives everything back. Operations after it reject. */
  close(): Promise<void>;
}
