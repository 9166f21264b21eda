import { PostgresStoreError } from '../store-error.js';

/** A schema's name, quoted, as it can stand in a statement. */
export type QuotedSchema = `"${string}"`;

/**
 * @param name lower-case letters, digits and underscores, 63 at most, no digit first; not `pg_…`, which are the server's own
 * @throws PostgresStoreError
 */
export function quoteSchema(name: string): QuotedSchema {
  if (/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(name)) return `"${name}"`;
  throw new PostgresStoreError('conversation_store_invalid', { detail: 'this is no name for a schema' });
}
