import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A server on which tests get databases of their own. */
export interface TestDatabases {
  /** Makes an empty database; resolves with its URL, password included. */
  createDatabase(): Promise<string>;
  /** Gives everything back: no database stays. */
  stop(): Promise<void>;
}

/** Runs statements in the database that a URL names, over a connection of their own. */
export async function runStatements(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** @returns the URL of the new database */
export async function createDatabase(server: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runStatements(server, [`create database ${name} template template0`]);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabases(server: string, urls: readonly string[]): Promise<void> {
  await runStatements(
    server,
    urls.map((url) => `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`),
  );
}
