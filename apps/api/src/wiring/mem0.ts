import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenAIEmbedder } from '@yychat/engine-chat/openai';
import type { ChatModel, Clock, ConversationLog, ConversationMemory, Logger } from '@yychat/engine-core';
import {
  connectMem0Platform,
  createMem0Memory,
  openMem0,
  type CreatedMem0Memory,
  type Mem0Store,
  type VectorStoreSettings,
} from '@yychat/engine-mem0';
import type { OpenAI } from 'openai';
import { CachedEmbedder } from '../memory/cached-embedder.js';
import type { Settings } from '../settings/settings.js';
import type { OpenCache } from './caches.js';

interface Around {
  readonly log: ConversationLog;
  /** Recalls what mem0 has not understood yet. */
  readonly fallback: ConversationMemory;
  /** Extracts facts in open source mode. */
  readonly model: ChatModel;
  /** Of the upstream, for embeddings. */
  readonly client: OpenAI;
  readonly openCache: OpenCache;
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The memory of `mem0_proxy`, extracting nothing yet; undefined where nothing can make embeddings for it. @throws Error that names the setting */
export function openMem0Memory(settings: Settings, around: Around): CreatedMem0Memory | undefined {
  const store = openStore(settings, around);
  if (store === undefined) return undefined;
  const { log, fallback, instance, clock, logger } = around;
  const created = createMem0Memory({
    ...{ log, store, fallback, instance, clock, logger, extracts: false },
    // What is left of the time that recall has is for the log.
    patience: settings.MEMORY_RETRIEVAL_TIMEOUT * 0.8,
  });
  return { ...created, log: withoutNeedlessForgetting(settings, log, created.log) };
}

function openStore(settings: Settings, { model, client, openCache, clock, logger }: Around) {
  const {
    MEM0_API_KEY: apiKey,
    DATABASE_URL: recordsIn,
    OPENAI_MODEL: extractor,
    OPENAI_EMBEDDING_MODEL: embeddings,
  } = settings;
  const common = {
    ...{ directory: directoryOf(settings), clock, logger },
    ...(recordsIn !== undefined && { recordsIn }),
  };
  if (apiKey !== undefined) return connectMem0Platform({ ...common, apiKey });
  if (embeddings === 'none') return undefined;
  return openMem0({
    ...common,
    chatModel: model,
    model: extractor,
    embedder: new CachedEmbedder(new OpenAIEmbedder({ client, model: embeddings }), openCache('embeddings')),
    vectorStore: vectorStoreOf(settings),
  }) satisfies Mem0Store;
}

function vectorStoreOf({
  DATABASE_URL: connectionString,
  QDRANT_URL: url,
  QDRANT_API_KEY: apiKey,
}: Settings): VectorStoreSettings {
  if (url !== undefined) {
    requireQdrant();
    return { provider: 'qdrant', url, ...(apiKey !== undefined && { apiKey }) };
  }
  return connectionString === undefined
    ? { provider: 'embedded' }
    : { provider: 'pgvector', connectionString };
}

/** mem0 would say so at the first turn only. */
function requireQdrant(): void {
  try {
    import.meta.resolve('@qdrant/js-client-rest');
  } catch (cause) {
    throw new Error('QDRANT_URL: the package @qdrant/js-client-rest is not installed.', { cause });
  }
}

const directoryOf = ({ YYCHAT_DATA_DIR: directory }: Settings) => join(directory, 'mem0');

/** Where nobody has used mem0 yet, deleting a conversation need not wait for it to start. */
function withoutNeedlessForgetting(
  settings: Settings,
  plain: ConversationLog,
  followed: ConversationLog,
): ConversationLog {
  if (settings.DATABASE_URL !== undefined) return followed;
  return {
    ...followed,
    delete: async (key, signal) => {
      const isUsed = await access(directoryOf(settings)).then(
        () => true,
        () => false,
      );
      return (isUsed ? followed : plain).delete(key, signal);
    },
  };
}
