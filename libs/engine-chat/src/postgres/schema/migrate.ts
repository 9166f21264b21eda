import type { Logger } from '@yychat/engine-core';
import type pg from 'pg';
import { PostgresStoreError } from '../store-error.js';
import { supportEmbeddings } from './embedding-support.js';
import type { EmbeddingSupport } from './embedding-support.js';
import { createFunctions } from './functions.js';
import type { QuotedSchema } from './schema-name.js';
import { createTables } from './tables.js';

/** Of the server: the first with transaction ids of 64 bits as a type. */
const OLDEST_SERVER = 130_000;
/** What instances that start at once wait for each other at: any number that nobody else takes. */
const LOCK = 7_202_611_918;

/** Each brings the schema from the version before it, an index into this list, to the next. */
const MIGRATIONS: readonly ((schema: QuotedSchema) => string)[] = [
  (schema) => `${createTables(schema)}\n${createFunctions(schema)}`,
];

async function assertSupported(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::integer as version, current_setting('server_encoding') as encoding`,
  );
  const [{ version, encoding } = { version: 0, encoding: '' }] = rows;
  if (version < OLDEST_SERVER) {
    throw new PostgresStoreError('conversation_store_unsupported', {
      detail: 'PostgreSQL 13 or newer is needed',
    });
  }
  if (encoding !== 'UTF8') {
    throw new PostgresStoreError('conversation_store_unsupported', { detail: 'its encoding has to be UTF8' });
  }
}

/** Makes the schema unless it is there: one may be given to an account that may make none. */
async function ensureSchema(client: pg.ClientBase, schema: QuotedSchema): Promise<void> {
  const { rows } = await client.query('select from pg_namespace where nspname = $1', [schema.slice(1, -1)]);
  if (rows.length === 0) await client.query(`create schema ${schema}`);
  await client.query(
    `create table if not exists ${schema}.state (
       only_row boolean primary key default true check (only_row),
       version integer not null,
       era integer not null
     )`,
  );
  await client.query(`insert into ${schema}.state (version, era) values (0, 1) on conflict do nothing`);
}

async function bringUpToDate(client: pg.ClientBase, schema: QuotedSchema, logger: Logger): Promise<void> {
  const { rows } = await client.query<{ version: number }>(`select version from ${schema}.state`);
  const version = rows[0]?.version ?? 0;
  if (version > MIGRATIONS.length) {
    throw new PostgresStoreError('conversation_store_newer', {
      detail: `its schema has version ${version}, and this one knows ${MIGRATIONS.length} only`,
    });
  }
  for (const [step, migration] of MIGRATIONS.entries()) {
    if (step < version) continue;
    await client.query(migration(schema));
    await client.query(`update ${schema}.state set version = $1`, [step + 1]);
    logger.info({ schema, version: step + 1 }, 'the schema of the conversation store was brought up to date');
  }
}

/**
 * Transaction ids order the log. Where the log came here from another server, as a dump, its ids are of that server and may be ahead
 * of this one's: then a new era begins, which comes after all that was before. No other transaction can be ahead of the snapshot.
 */
async function beginEra(client: pg.ClientBase, schema: QuotedSchema): Promise<void> {
  await client.query(
    `update ${schema}.state set era = era + 1 where exists (
       select from ${schema}.messages m
       where m.era = state.era and m.xid >= pg_snapshot_xmax(pg_current_snapshot())
     )`,
  );
}

/**
 * Makes or updates the schema, in one transaction, while other instances wait. Rejects with a PostgresStoreError where the database
 * will not do, or has the schema of a newer release; changes nothing then.
 * @param timeout of each statement, milliseconds
 */
export async function migrate(
  client: pg.ClientBase,
  schema: QuotedSchema,
  { logger, timeout }: { readonly logger: Logger; readonly timeout: number },
): Promise<EmbeddingSupport> {
  await assertSupported(client);
  await client.query('begin');
  try {
    await client.query(`set local statement_timeout = ${timeout}`);
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await ensureSchema(client, schema);
    await bringUpToDate(client, schema, logger);
    await beginEra(client, schema);
    const embeddings = await supportEmbeddings(client, schema, logger);
    await client.query('commit');
    return embeddings;
  } catch (error) {
    // Where this fails too, the connection is at an end, and the transaction with it.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
