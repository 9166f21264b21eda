/** For instances that start at the same time: `IF NOT EXISTS` does not keep them apart. Any number that nobody else uses. */
const LOCK = 6_031_770;

/**
 * Makes mem0's tables before mem0 does, which makes no index on whose facts they are, and fails where two instances begin at once.
 * A table with vectors of another length is made anew.
 */
export async function preparePostgres(
  connectionString: string,
  tables: readonly string[],
  dimensions: number,
): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query('CREATE EXTENSION IF NOT EXISTS vector');
    await client.query(
      'CREATE TABLE IF NOT EXISTS memory_migrations (id SERIAL PRIMARY KEY, user_id TEXT NOT NULL UNIQUE)',
    );
    for (const table of tables) {
      const { rows } = await client.query<{ length: number }>(
        'SELECT atttypmod AS length FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2',
        [table, 'vector'],
      );
      if (rows[0] && rows[0].length !== dimensions) await client.query(`DROP TABLE ${table}`);
      await client.query(
        `CREATE TABLE IF NOT EXISTS ${table} (id UUID PRIMARY KEY, vector vector(${dimensions}), payload JSONB)`,
      );
      for (const key of ['user_id', 'run_id'])
        await client.query(`CREATE INDEX IF NOT EXISTS ${table}_${key} ON ${table} ((payload->>'${key}'))`);
    }
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}
