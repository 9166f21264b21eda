import { silentLogger, systemClock } from '@yychat/engine-core';
import type { Clock, Logger } from '@yychat/engine-core';
import type { ConversationStore } from '../store/conversation-store.js';
import { startLocal } from './local-link.js';
import { SqliteConversationStore } from './sqlite-conversation-store.js';
import { StoreConnection } from './store-connection.js';
import { startWorker } from './worker-link.js';

const MAX_PENDING = 10_000;

export interface SqliteStoreOptions {
  /** Path of the database; it and its directory are made where there is none, for this user alone. */
  readonly file: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** 0 to 1; varies the pauses between attempts. Default `Math.random`. */
  readonly random?: () => number;
  /** Operations that may wait for an answer; more are refused with StoreBusyError. Default 10,000. */
  readonly maxPending?: number;
  /** Whether SQLite runs in a thread of its own; default true. Without, it blocks the thread that calls this: for measurements. */
  readonly thread?: boolean;
}

/**
 * Opens a conversation store that lives in one SQLite file. Several processes of one machine may have it open at once. Embeddings
 * want the optional peer `sqlite-vec`. Rejects with StoreFileError where the file cannot be used.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<ConversationStore> {
  const { file, clock = systemClock, logger = silentLogger, thread = true } = options;
  const { random = Math.random, maxPending = MAX_PENDING } = options;
  const start = thread ? startWorker : startLocal;
  const connection = await StoreConnection.open((events) => start(file, events), {
    ...{ clock, logger, random, maxPending },
  });
  return new SqliteConversationStore(connection, clock);
}
