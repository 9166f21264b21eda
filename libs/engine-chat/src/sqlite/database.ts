import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';
import { FileProblem } from './file-problem.js';
import type { StoreFileProblem } from './file-problem.js';

/** SQLite's result codes (https://sqlite.org/rescode.html), the lower 8 bits. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/**
 * WAL with a sync at each commit: what was acknowledged survives a loss of power, too. A commit takes many turns at once, so that a
 * sync costs each of them little. `secure_delete` overwrites what is removed. The cache is all the memory that SQLite may use.
 */
const SETTINGS = `
  PRAGMA busy_timeout = 5000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA cache_size = -24576;
  PRAGMA mmap_size = 0;
  PRAGMA temp_store = MEMORY;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA trusted_schema = OFF;
`;

/** What a pragma or a question with one number says. */
function numberOf(database: DatabaseSync, question: string): number {
  const [value] = Object.values(database.prepare(question).get() ?? {});
  return Number(value);
}

/** What SQLite's errors have; known by it, for they may be of another realm than this file. */
interface SqliteError {
  readonly errcode: number;
  readonly message: string;
}

const isSqliteError = (error: unknown): error is SqliteError =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number';

/**
 * Opens a store's file, makes it (mode 0600) and its directory (0700) where there is none, and brings it to this version.
 * @throws FileProblem
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    makeFile(file);
    database = new DatabaseSync(file, { allowExtension: true });
    refuseForeign(database);
    database.exec(SETTINGS);
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof FileProblem) throw error;
    throw new FileProblem(...problemOf(error), error);
  }
}

function problemOf(error: unknown): [message: string, code: StoreFileProblem] {
  switch (isSqliteError(error) ? error.errcode & 0xff : undefined) {
    case NOT_A_DATABASE:
      return ['The file of the conversation store is no SQLite database.', 'conversation_store_foreign'];
    case CORRUPT:
      return ['The file of the conversation store is damaged.', 'conversation_store_corrupt'];
    default:
      return ['The file of the conversation store cannot be opened.', 'conversation_store_unopenable'];
  }
}

/** SQLite gives its side files the mode of the database, and would give that one the mode that the umask says. */
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
  throw new FileProblem(
    'The file is a database, but none of a conversation store.',
    'conversation_store_foreign',
  );
}

function migrate(database: DatabaseSync): void {
  const versionOf = (): number => numberOf(database, 'PRAGMA user_version');
  if (versionOf() > MIGRATIONS.length) {
    throw new FileProblem(
      `The conversation store was written by a newer version: its file has version ${versionOf()}, known are versions up to ${MIGRATIONS.length}.`,
      'conversation_store_newer',
    );
  }
  if (versionOf() === MIGRATIONS.length) return;
  inTransaction(database, () => {
    // Looked at again: another process may have been faster.
    for (const migration of MIGRATIONS.slice(versionOf())) database.exec(migration);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** Runs work that is kept as a whole, on disk when this returns, or not at all. Throws what the work throws. */
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

/** @throws Error when the database cannot go back; `cause` is then what it should have gone back for */
function rollBack(database: DatabaseSync, cause: unknown): void {
  try {
    database.exec('ROLLBACK');
  } catch (error) {
    // After a full disk or a failed read SQLite has gone back by itself.
    if (isSqliteError(error) && error.message.includes('no transaction is active')) return;
    throw new Error('What failed cannot be undone.', { cause });
  }
}

/** Empties the write-ahead log into the database, so that the log holds nothing that was deleted. False: others are reading. */
export function checkpoint(database: DatabaseSync): boolean {
  return numberOf(database, 'PRAGMA wal_checkpoint(TRUNCATE)') === 0;
}
