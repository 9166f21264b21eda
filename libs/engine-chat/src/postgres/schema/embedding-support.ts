import type { Logger } from '@yychat/engine-core';
import type pg from 'pg';
import { createEmbeddingTables, OLDEST_PGVECTOR } from './embedding-tables.js';
import type { QuotedSchema } from './schema-name.js';

/** Whether a store can keep embeddings, and by which types. */
export type EmbeddingSupport =
  | { readonly missing: undefined; /** The schema of pgvector, quoted. */ readonly vectors: string }
  | { readonly missing: string };

/** The schema that pgvector is installed in, quoted; undefined without a pgvector that will do. */
async function findVectors(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ schema: string }>(
    `select quote_ident(n.nspname) as schema from pg_type t
     join pg_namespace n on n.oid = t.typnamespace
     join pg_depend d on d.objid = t.oid and d.deptype = 'e'
     join pg_extension e on e.oid = d.refobjid
     where e.extname = 'vector' and t.typname = 'halfvec'`,
  );
  return rows[0]?.schema;
}

/** Tries something inside a transaction that goes on without it. */
async function attempt(client: pg.ClientBase, statement: string): Promise<unknown> {
  await client.query('savepoint attempt');
  try {
    await client.query(statement);
    return undefined;
  } catch (error) {
    await client.query('rollback to savepoint attempt');
    return error;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Makes the tables for embeddings, inside the transaction of a migration, unless they are there; pgvector too, where that is possible. */
export async function supportEmbeddings(
  client: pg.ClientBase,
  schema: QuotedSchema,
  logger: Logger,
): Promise<EmbeddingSupport> {
  let vectors = await findVectors(client);
  if (vectors === undefined) {
    const failure = await attempt(client, 'create extension if not exists vector');
    if (failure !== undefined) {
      logger.warn(
        { err: failure },
        'pgvector could not be installed in the database; recall goes by words alone',
      );
      return { missing: `The extension pgvector could not be installed: ${messageOf(failure)}` };
    }
    vectors = await findVectors(client);
  }
  if (vectors === undefined)
    return { missing: `pgvector ${OLDEST_PGVECTOR} or newer is needed; the database has an older one.` };
  const { rows } = await client.query(`select from pg_class where oid = to_regclass('${schema}.embeddings')`);
  if (rows.length === 0) await client.query(createEmbeddingTables(schema, vectors));
  return { missing: undefined, vectors };
}
