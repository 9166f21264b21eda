import type { ConversationLog, MemoryScope, Neighbour } from '@yychat/engine-core';
import type { TurnKey } from '../recall/posting-source.js';

/** What recall asks of a store. */
export interface StoreQuery {
  readonly scope: MemoryScope;
  /** What is asked. */
  readonly text: string;
  /** At most this many messages. */
  readonly limit: number;
  /** Fingerprints of the texts that are in the prompt already. */
  readonly present: readonly number[];
  /** Milliseconds since the epoch: what "yesterday" is counted from. */
  readonly now: number;
  /** The question's embedding, where there is one. */
  readonly embedding?: Embedding;
}

export interface RecalledMessage extends TurnKey {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** More than 0; comparable within one answer only. */
  readonly score: number;
  /** The messages beside it in its session. */
  readonly before?: Neighbour;
  readonly after?: Neighbour;
}

export interface Embedding {
  /** Embeddings of different models, or of different lengths, are never compared. */
  readonly model: string;
  /** Of length 1 as a vector. */
  readonly values: Float32Array;
}

/** A message that has no embedding of a model yet. */
export interface PendingMessage {
  /** Grows with the log. */
  readonly sequence: number;
  readonly text: string;
}

export interface PendingMessages {
  /** Oldest first. */
  readonly messages: readonly PendingMessage[];
  /** How many more there are, up to 10,000: what has no embedding yet. */
  readonly behind: number;
}

export interface EmbeddedMessage {
  readonly sequence: number;
  /** Of length 1 as a vector; undefined for a text that the model refuses. */
  readonly values: Float32Array | undefined;
}

/** Where embeddings of messages are kept. They follow the log by a cursor for each model, which survives a restart. */
export interface EmbeddingStore {
  /** Why embeddings cannot be kept here, e.g. for want of an extension. Undefined: they can. */
  readonly embeddingsMissing: string | undefined;
  /**
   * The messages after the model's cursor. Of several instances, one alone is given messages: that it asks holds its place for
   * `lease` milliseconds.
   * @param instance who asks, unique among instances
   */
  pending(
    model: string,
    options: { readonly limit: number; readonly instance: string; readonly lease: number },
    signal: AbortSignal,
  ): Promise<PendingMessages>;
  /** Keeps embeddings and moves the model's cursor past the last of them, both or neither. Messages deleted meanwhile stay so. */
  embedded(model: string, messages: readonly EmbeddedMessage[], signal: AbortSignal): Promise<void>;
}

/**
 * Everything that was said, with what finds it again. One transaction writes a turn and its index; deleting a conversation
 * deletes both. Rejects where the store fails or the signal aborts; shows nobody more than the scope allows.
 */
export interface ConversationStore extends ConversationLog, EmbeddingStore {
  /** Best first. */
  recall(query: StoreQuery, signal: AbortSignal): Promise<readonly RecalledMessage[]>;
  /** Never the same again once a turn that the scope shows was appended, or a conversation of it deleted. */
  version(scope: MemoryScope, signal: AbortSignal): Promise<string>;
}
