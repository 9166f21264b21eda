import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AlertError, AlertStoreError } from '../errors.js';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';

/** WAL without a sync at each commit: what was kept survives `kill -9`; a loss of power may cost the last second. */
const SETTINGS = `
  PRAGMA busy_timeout = 2000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA secure_delete = ON;
  PRAGMA journal_size_limit = 8388608;
  PRAGMA trusted_schema = OFF;
`;

/**
 * Opens the file, makes it (mode 0600: channels have secrets) and its directory where there is none, and brings it to this version.
 * @throws AlertStoreError
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    makeFile(file);
    database = new DatabaseSync(file);
    refuseForeign(database);
    database.exec(SETTINGS);
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    if (AlertError.is(error)) throw error;
    throw new AlertStoreError('The file of the alert store cannot be opened.', error);
  }
}

/** Runs work that is kept as a whole or not at all. Throws what the work throws. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database, error);
    throw error;
  }
}

/** @throws AlertStoreError when the database cannot go back; `cause` is then what it should have gone back for */
function rollBack(database: DatabaseSync, cause: unknown): void {
  try {
    database.exec('ROLLBACK');
  } catch (error) {
    // After a full disk or a failed read SQLite has gone back by itself.
    if (error instanceof Error && error.message.includes('no transaction is active')) return;
    throw new AlertStoreError('The alert store cannot undo what failed.', cause);
  }
}

function makeFile(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** Before anything is written to it. */
function refuseForeign(database: DatabaseSync): void {
  const application = numberOf(database, 'PRAGMA application_id');
  const empty = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0;
  if (application === APPLICATION_ID || (application === 0 && empty)) return;
  throw new AlertStoreError('The file is a database, but none of an alert store.');
}

function migrate(database: DatabaseSync): void {
  inTransaction(database, () => {
    const version = numberOf(database, 'PRAGMA user_version');
    if (version > MIGRATIONS.length)
      throw new AlertStoreError('The alert store was written by a newer version.');
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

function numberOf(database: DatabaseSync, question: string): number {
  const [value] = Object.values(database.prepare(question).get() ?? {});
  return Number(value);
}
