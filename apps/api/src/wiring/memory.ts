import { createChatMemory } from '@yychat/engine-chat/memory';
import { OpenAIEmbedder } from '@yychat/engine-chat/openai';
import type {
  ChatModel,
  Clock,
  ConversationLog,
  ConversationMemory,
  Logger,
  RecallResult,
} from '@yychat/engine-core';
import type { CreatedMem0Memory } from '@yychat/engine-mem0';
import type { OpenAI } from 'openai';
import { CachedEmbedder } from '../memory/cached-embedder.js';
import { CachedMemory } from '../memory/cached-memory.js';
import type { Settings } from '../settings/settings.js';
import type { OpenCache } from './caches.js';
import { openConversationStore } from './conversation-store.js';
import { openMem0Memory } from './mem0.js';

export interface Remembered {
  readonly log: ConversationLog;
  /** The memory of `chat_engine`. */
  readonly chat: CachedMemory;
  /** That of `mem0_proxy`; undefined where it cannot be had. */
  readonly mem0: Mem0Remembered | undefined;
  close(): Promise<void>;
}

export interface Mem0Remembered extends Pick<CreatedMem0Memory, 'extract' | 'facts' | 'rebuild'> {
  readonly memory: CachedMemory;
}

interface Around {
  readonly openCache: OpenCache;
  /** Understands for mem0 what was said. */
  readonly model: ChatModel;
  readonly instance: string;
  /** Of the upstream, for embeddings. */
  readonly client: OpenAI;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Opens the conversation log, and the engines' memories over it. @throws Error that names the setting */
export async function openMemories(settings: Settings, around: Around): Promise<Remembered> {
  const { openCache, client, clock, logger } = around;
  const store = await openConversationStore(settings, { clock, logger });
  const { OPENAI_EMBEDDING_MODEL: model, MEMORY_RETRIEVAL_TIMEOUT: patience } = settings;
  const said = createChatMemory({
    store,
    clock,
    logger,
    embeddingTimeout: patience / 2,
    ...(model !== 'none' && {
      embedder: new CachedEmbedder(new OpenAIEmbedder({ client, model }), openCache('embeddings')),
    }),
  });
  const understood = openMem0Memory(settings, { ...around, log: said.log, fallback: said.memory });
  const retrievals = openCache<RecallResult>('memories');
  const cached = (engine: string, memory: ConversationMemory) =>
    new CachedMemory(memory, retrievals, { engine, clock });
  return {
    log: understood?.log ?? said.log,
    chat: cached('chat_engine', said.memory),
    mem0: understood && { ...understood, memory: cached('mem0_proxy', understood.memory) },
    async close() {
      await understood?.close();
      await said.close();
      await store.close();
    },
  };
}
