import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreFileError } from '../store/store-errors.js';

/** "YYmt", in the file's header: this file is a metrics store. */
const APPLICATION_ID = 0x59596d74;
const VERSION = 1;

const IN_MEMORY = ':memory:';

/**
 * WAL without a sync at each commit: what was written survives the end of the process, however it comes. A loss of power may cost
 * the last seconds.
 */
const SETTINGS = `
  PRAGMA busy_timeout = 1000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA journal_size_limit = 16777216;
  PRAGMA temp_store = MEMORY;
  PRAGMA trusted_schema = OFF;
`;

const SCHEMA = `
  CREATE TABLE part (
    tier TEXT NOT NULL, start INTEGER NOT NULL, series TEXT NOT NULL, instance TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (tier, start, series, instance)
  ) WITHOUT ROWID;
  CREATE TABLE addition (n INTEGER NOT NULL, list TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (list, n)) WITHOUT ROWID;
  CREATE TABLE slow (
    hour INTEGER NOT NULL, engine TEXT NOT NULL, total REAL NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (hour, engine, total, text)
  ) WITHOUT ROWID;
  CREATE TABLE fact (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens a metrics file, makes it (mode 0600) and its directory (0700) where there is none.
 * @throws StoreFileError
 */
export function openMetricsFile(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (file !== IN_MEMORY) makeFile(file);
    database = new DatabaseSync(file);
    const application = numberOf(database, 'PRAGMA application_id');
    const isEmpty = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0;
    if (application !== APPLICATION_ID && !isEmpty)
      throw new StoreFileError('The file is a database, but none of a metrics store.');
    const version = numberOf(database, 'PRAGMA user_version');
    if (version > VERSION) throw new StoreFileError('The metrics file was written by a newer version.');
    database.exec(SETTINGS);
    if (isEmpty) {
      database.exec(
        `BEGIN; ${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${VERSION}; COMMIT`,
      );
    }
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StoreFileError) throw error;
    throw new StoreFileError('The metrics file cannot be opened.', error);
  }
}

/** SQLite gives its side files the mode of the database. */
function makeFile(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function numberOf(database: DatabaseSync, question: string): number {
  const [value] = Object.values(database.prepare(question).get() ?? {});
  return Number(value);
}
