import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PostgresMissingError } from './postgres-missing-error.js';

/** Where Debian and Ubuntu keep the servers: a folder for each major version. */
const DEBIAN = '/usr/lib/postgresql';

function newestOfDebian(): string[] {
  if (!existsSync(DEBIAN)) return [];
  return readdirSync(DEBIAN)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(DEBIAN, version, 'bin'));
}

/**
 * The folder with `initdb`, `postgres` and `pg_ctl`: the newest of those that Debian installs, else what PATH has.
 * @throws PostgresMissingError
 */
export function findPostgresBinaries(): string {
  const folders = [...newestOfDebian(), ...(process.env.PATH ?? '').split(delimiter)];
  const found = folders.find((folder) =>
    ['initdb', 'postgres', 'pg_ctl'].every((name) => folder !== '' && existsSync(join(folder, name))),
  );
  if (found !== undefined) return found;
  throw new PostgresMissingError(
    'No PostgreSQL server is installed: run "npm test" once, which installs it, or "apt-get install postgresql".',
  );
}
