import type { Pool } from 'pg';
import type { RecordsDatabase, Value } from './records-database.ts';

/** For all that this service writes at a time when it must be alone. Any number does, so long as nobody else uses it. */
const LOCK = 6_031_769;
/** Milliseconds. */
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 10_000;

/** Records in PostgreSQL, for several instances. */
export class PostgresRecords implements RecordsDatabase {
  readonly #pool: Pool;

  static async connect(connectionString: string): Promise<PostgresRecords> {
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({
      connectionString,
      max: 4,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      statement_timeout: STATEMENT_TIMEOUT,
      query_timeout: STATEMENT_TIMEOUT,
    });
    // A connection that is lost while it rests is replaced by the next statement.
    pool.on('error', () => undefined);
    return new PostgresRecords(pool);
  }

  private constructor(pool: Pool) {
    this.#pool = pool;
  }

  async run(sql: string, ...values: readonly Value[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { rows } = await this.#pool.query<Record<string, unknown>>(sql, [...values]);
    return rows;
  }

  async together(statements: readonly (readonly [sql: string, ...values: Value[]])[]): Promise<void> {
    const client = await this.#pool.connect();
    let failure: unknown;
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      for (const [sql, ...values] of statements) await client.query(sql, values);
      await client.query('COMMIT');
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      // One that failed in the middle is not used again: its transaction ends with it.
      client.release(failure !== undefined);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
