import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { providePostgres } from './provide-postgres.js';
import { startPostgres } from './start-postgres.js';
import type { PostgresServer } from './start-postgres.js';

describe('a PostgreSQL server that the environment names', () => {
  const before = process.env.TEST_DATABASE_URL;
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    process.env.TEST_DATABASE_URL = server.url;
  }, 30_000);
  afterEach(() => {
    if (before === undefined) delete process.env.TEST_DATABASE_URL;
    else process.env.TEST_DATABASE_URL = before;
  });
  afterAll(() => server.stop(), 30_000);

  it('gives databases, and has none of them after it', async () => {
    const provided = await providePostgres();
    const urls = [await provided.createDatabase(), await provided.createDatabase()].map(
      (url) => new URL(url),
    );
    expect(urls.map(({ host }) => host)).toEqual([new URL(server.url).host, new URL(server.url).host]);
    const guest = new pg.Client(urls[0]!.href);
    guest.on('error', () => undefined);
    await guest.connect();
    await provided.stop();
    const client = new pg.Client(server.url);
    await client.connect();
    const names = urls.map(({ pathname }) => pathname.slice(1));
    const { rowCount } = await client.query('select from pg_database where datname = any($1)', [names]);
    expect(rowCount).toBe(0);
    await client.end();
  });
});
