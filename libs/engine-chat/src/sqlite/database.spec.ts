import { readFileSync, statSync, truncateSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { inTransaction, openDatabase } from './database.js';
import { inFile, turnOf, withFile } from './fixtures/temporary-store.js';
import { MIGRATIONS } from './schema.js';
import { SqliteStore } from './sqlite-store.js';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** A store with something in it, closed. */
async function makeStore(file: string): Promise<void> {
  const store = await SqliteStore.open(file);
  store.append(Array.from({ length: 50 }, (_, n) => turnOf([`The boat number ${n} sails.`])));
  store.close();
}

describe('Opening a database', () => {
  it('makes the file and its directory for this user alone', () =>
    withFile(async (file) => {
      const store = await SqliteStore.open(file);
      store.append([turnOf(['Hello'])]);
      expect(modeOf(dirname(file))).toBe(0o700);
      for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(modeOf(path)).toBe(0o600);
      store.close();
    }));

  it('leaves the mode of a file that there is', () =>
    withFile(async (file) => {
      mkdirSync(dirname(file));
      writeFileSync(file, '', { mode: 0o640 });
      (await SqliteStore.open(file)).close();
      expect(modeOf(file)).toBe(0o640);
    }));

  it('refuses a file of a newer version, and leaves it alone', () =>
    withFile(async (file) => {
      await makeStore(file);
      inFile(file, (database) => database.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`));
      const before = readFileSync(file);
      await expect(SqliteStore.open(file)).rejects.toMatchObject({
        problem: 'conversation_store_newer',
        message: expect.stringContaining(`version ${MIGRATIONS.length + 1}`),
      });
      expect(readFileSync(file).equals(before)).toBe(true);
    }));

  it('refuses the database of something else, and leaves it alone', () =>
    withFile(async (file) => {
      mkdirSync(dirname(file));
      inFile(file, (database) => database.exec('CREATE TABLE mine (a)'));
      const before = readFileSync(file);
      await expect(SqliteStore.open(file)).rejects.toMatchObject({ problem: 'conversation_store_foreign' });
      expect(readFileSync(file).equals(before)).toBe(true);
    }));

  it('refuses a file that is no database, and leaves it alone', () =>
    withFile(async (file) => {
      mkdirSync(dirname(file));
      writeFileSync(file, 'Dear diary, '.repeat(1_000));
      await expect(SqliteStore.open(file)).rejects.toMatchObject({ problem: 'conversation_store_foreign' });
      expect(readFileSync(file, 'utf8')).toBe('Dear diary, '.repeat(1_000));
    }));

  it('refuses a file that was cut short', () =>
    withFile(async (file) => {
      await makeStore(file);
      truncateSync(file, 8_192);
      await expect(SqliteStore.open(file)).rejects.toMatchObject({ problem: 'conversation_store_corrupt' });
    }));

  it('says that a path is out of reach', () =>
    withFile(async (file) => {
      writeFileSync(dirname(file), '');
      await expect(SqliteStore.open(file)).rejects.toMatchObject({
        problem: 'conversation_store_unopenable',
      });
    }));

  it('syncs each commit, and overwrites what is removed', () =>
    withFile((file) => {
      const database = openDatabase(file);
      const say = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
      expect(['journal_mode', 'synchronous', 'secure_delete'].map(say)).toEqual(['wal', 2, 1]);
      database.close();
    }));
});

describe('A transaction', () => {
  const withTable = (body: (database: DatabaseSync) => void) =>
    withFile((file) => {
      const database = openDatabase(file);
      database.exec('CREATE TABLE number (n INTEGER NOT NULL UNIQUE)');
      body(database);
      database.close();
    });
  const numbers = (database: DatabaseSync) => database.prepare('SELECT n FROM number').all().length;

  it('keeps all, and gives what the work gave', () =>
    withTable((database) => {
      expect(
        inTransaction(database, () => {
          database.exec('INSERT INTO number VALUES (1), (2)');
          return 'done';
        }),
      ).toBe('done');
      expect(numbers(database)).toBe(2);
    }));

  it('keeps nothing where the work throws', () =>
    withTable((database) => {
      const half = () => {
        database.exec('INSERT INTO number VALUES (1)');
        database.exec('INSERT INTO number VALUES (1)');
      };
      expect(() => inTransaction(database, half)).toThrow('UNIQUE');
      expect(numbers(database)).toBe(0);
    }));

  it('says why it failed where SQLite has gone back by itself', () =>
    withTable((database) => {
      const gone = () =>
        database.exec('INSERT INTO number VALUES (1); INSERT OR ROLLBACK INTO number VALUES (1)');
      expect(() => inTransaction(database, gone)).toThrow('UNIQUE');
      expect(numbers(database)).toBe(0);
    }));
});
