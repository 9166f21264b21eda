import {
  followedLog,
  silentLogger,
  systemClock,
  type Clock,
  type ConversationLog,
  type ConversationMemory,
  type Logger,
} from '@yychat/engine-core';
import { randomUUID } from 'node:crypto';
import type { ConversationStore } from '../store/conversation-store.js';
import { ChatMemory } from './chat-memory.js';
import type { Embedder } from './embedder.js';
import { MessageEmbeddings } from './message-embeddings.js';

export interface ChatMemoryParts {
  readonly store: ConversationStore;
  /** Without one, or one that works, what was said is found by its words alone. */
  readonly embedder?: Embedder | undefined;
  /** Milliseconds that recall waits for a question's embedding, before it goes on without; default 250. */
  readonly embeddingTimeout?: number;
  /** Unique among the instances that share the store; default: a random one. */
  readonly instance?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/** For the `memory` and the `log` of an engine's parts. */
export interface CreatedChatMemory {
  readonly memory: ConversationMemory;
  /** The store; what is appended here is embedded soon. */
  readonly log: ConversationLog;
  /** Ends the work in the background, and waits for that. The store is its owner's to close, afterwards. */
  readonly close: () => Promise<void>;
}

/** The memory of `chat_engine` over a store. Embeds what was said in the background, from now on until it is closed. */
export function createChatMemory({
  store,
  embedder,
  embeddingTimeout = 250,
  instance = randomUUID(),
  clock = systemClock,
  logger = silentLogger,
  random = Math.random,
}: ChatMemoryParts): CreatedChatMemory {
  const common = { clock, logger, random };
  const embeddings =
    embedder === undefined
      ? 'No embedding model is set.'
      : (store.embeddingsMissing ??
        new MessageEmbeddings({ store, embedder, instance, timeout: embeddingTimeout, ...common }));
  const memory = new ChatMemory({ store, clock, embeddings });
  if (typeof embeddings === 'string') return { memory, log: store, close: () => Promise.resolve() };
  embeddings.start();
  return {
    memory,
    log: followedLog(store, { appended: () => embeddings.notify() }),
    close: () => embeddings.close(),
  };
}
