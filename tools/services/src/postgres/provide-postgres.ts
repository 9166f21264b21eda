import { createDatabase, dropDatabases } from './databases.js';
import type { TestDatabases } from './databases.js';
import { startPostgres } from './start-postgres.js';

/**
 * For tests that need no hold on the server's process: the server that the environment names (`TEST_DATABASE_URL`, of an account that may
 * create databases), else one that is started. Rejects with a PostgresMissingError where there is neither.
 */
export async function providePostgres(): Promise<TestDatabases> {
  const given = process.env.TEST_DATABASE_URL;
  if (!given) return startPostgres();
  const created: string[] = [];
  return {
    createDatabase: async () => {
      const url = await createDatabase(given);
      created.push(url);
      return url;
    },
    stop: () => dropDatabases(given, created.splice(0)),
  };
}
