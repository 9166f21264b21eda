import { silentLogger, systemClock } from '@yychat/engine-core';
import type { Clock, Logger } from '@yychat/engine-core';
import pg from 'pg';
import type { ConversationStore } from '../store/conversation-store.js';
import { Connections } from './connections.js';
import { PostgresStore } from './postgres-store.js';
import { migrate } from './schema/migrate.js';
import { quoteSchema } from './schema/schema-name.js';
import { PostgresStoreError } from './store-error.js';

/** Milliseconds that the schema may take, the wait for other instances included. */
const MIGRATION_TIMEOUT = 300_000;

export interface PostgresStoreSettings {
  /** Where its tables are; default `yychat`. Lower-case letters, digits and underscores. Made where it is not there. */
  readonly schema?: string;
  /** Milliseconds that an operation gets, the wait for a connection included; default 10,000. */
  readonly timeout?: number;
  /**
   * Whether the server keeps the plans of statements; default true. It saves a millisecond in each recall, and wants `max_prepared_statements`
   * of a PgBouncer that shares connections among transactions.
   */
  readonly prepare?: boolean;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

export interface PostgresStoreUrl extends PostgresStoreSettings {
  /** `postgres://user:password@host:port/database`, with what else the driver takes, e.g. `sslmode`. */
  readonly url: string;
  /** At most so many connections; default 10. */
  readonly connections?: number;
  /** Milliseconds that a connection may take to be made, or to become free; default 5,000. */
  readonly connectTimeout?: number;
}

export interface PostgresStorePool extends PostgresStoreSettings {
  /** Stays open when the store closes. Should have a `connectionTimeoutMillis` and a `statement_timeout` of its own. */
  readonly pool: pg.Pool;
}

export type PostgresStoreOptions = PostgresStoreUrl | PostgresStorePool;

/** Of an operation's time, the share after which the server breaks off its statement: soon enough to keep the connection. */
const STATEMENT_SHARE = 0.9;

function openPool(
  { url, connections = 10, connectTimeout = 5_000 }: PostgresStoreUrl,
  timeout: number,
): pg.Pool {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new PostgresStoreError('conversation_store_invalid', {
      detail: 'this is no URL of a PostgreSQL database',
    });
  }
  return new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectTimeout,
    statement_timeout: Math.ceil(timeout * STATEMENT_SHARE),
    application_name: 'yychat',
    keepAlive: true,
    allowExitOnIdle: true,
  });
}

/**
 * Opens a store in a PostgreSQL database, version 13 or newer; brings its schema up to date first. Rejects with a PostgresStoreError
 * where the database cannot be reached or will not do, or the schema is that of a newer release.
 *
 * pgvector is used where it is installed, or can be: else `embeddingsMissing` says why not, and recall goes by words alone. Behind
 * PgBouncer it works as well, which has to have `ignore_startup_parameters = statement_timeout`.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<ConversationStore> {
  const { timeout = 10_000, prepare = true, clock = systemClock, logger = silentLogger } = options;
  const schema = quoteSchema(options.schema ?? 'yychat');
  const ownsPool = !('pool' in options);
  const pool = ownsPool ? openPool(options, timeout) : options.pool;
  const connections = new Connections({ pool, ownsPool, clock, logger, prepare, timeout });
  try {
    const { signal } = new AbortController();
    const support = await connections.run(
      signal,
      (client) => migrate(client, schema, { logger, timeout: MIGRATION_TIMEOUT }),
      { timeout: MIGRATION_TIMEOUT },
    );
    return new PostgresStore({ connections, schema, support, clock });
  } catch (error) {
    await connections.close();
    throw error;
  }
}
