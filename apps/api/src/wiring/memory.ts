import { join } from 'node:path';
import type { ConversationStore } from '@yychat/engine-chat';
import { createChatMemory } from '@yychat/engine-chat/memory';
import { OpenAIEmbedder } from '@yychat/engine-chat/openai';
import { openSqliteStore } from '@yychat/engine-chat/sqlite';
import type { Clock, ConversationLog, Logger } from '@yychat/engine-core';
import type { OpenAI } from 'openai';
import { CachedEmbedder } from '../memory/cached-embedder.js';
import { CachedMemory } from '../memory/cached-memory.js';
import type { Settings } from '../settings/settings.js';
import type { OpenCache } from './caches.js';

export interface Remembered {
  readonly log: ConversationLog;
  readonly memory: CachedMemory;
  close(): Promise<void>;
}

interface Around {
  readonly openCache: OpenCache;
  /** Of the upstream, for embeddings. */
  readonly client: OpenAI;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Opens the conversation log, and the memory over it. @throws Error that names the setting */
export async function openMemory(
  settings: Settings,
  { openCache, client, clock, logger }: Around,
): Promise<Remembered> {
  const store = await openStore(settings, { clock, logger });
  const { OPENAI_EMBEDDING_MODEL: model, MEMORY_RETRIEVAL_TIMEOUT: patience } = settings;
  const { memory, log, close } = createChatMemory({
    store,
    clock,
    logger,
    embeddingTimeout: patience / 2,
    ...(model !== 'none' && {
      embedder: new CachedEmbedder(new OpenAIEmbedder({ client, model }), openCache('embeddings')),
    }),
  });
  return {
    log,
    memory: new CachedMemory(memory, openCache('memories'), { engine: 'chat_engine', clock }),
    async close() {
      await close();
      await store.close();
    },
  };
}

async function openStore(
  { DATABASE_URL: url, YYCHAT_DATA_DIR: directory }: Settings,
  around: Pick<Around, 'clock' | 'logger'>,
): Promise<ConversationStore> {
  const setting = url === undefined ? 'YYCHAT_DATA_DIR' : 'DATABASE_URL';
  try {
    if (url === undefined)
      return await openSqliteStore({ file: join(directory, 'conversations.db'), ...around });
    // Only who uses PostgreSQL pays for loading it.
    const { openPostgresStore } = await import('@yychat/engine-chat/postgres');
    return await openPostgresStore({ url, ...around });
  } catch (error) {
    throw new Error(`${setting}: ${(error as Error).message}`, { cause: error });
  }
}
