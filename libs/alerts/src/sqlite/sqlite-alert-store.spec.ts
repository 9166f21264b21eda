import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AlertStoreError } from '../errors.js';
import { describeAlertStore } from '../testing/describe-alert-store.js';
import { SqliteAlertStore } from './sqlite-alert-store.js';

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yychat-alerts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const freshFile = () => join(folder, String(++files), 'alerts.db');

describeAlertStore({
  describe,
  it,
  name: 'SqliteAlertStore',
  create: ({ historyKept }) => {
    const file = freshFile();
    const open: SqliteAlertStore[] = [];
    const make = () => {
      for (const store of open.splice(0)) store.close();
      const store = new SqliteAlertStore({ file, historyKept });
      open.push(store);
      return store;
    };
    return Promise.resolve({
      store: make(),
      reopen: () => Promise.resolve(make()),
      close: () => {
        for (const store of open.splice(0)) store.close();
        return Promise.resolve();
      },
    });
  },
});

describe('the file of SqliteAlertStore', () => {
  it('can be read by its owner alone: channels have secrets', () => {
    const file = freshFile();
    new SqliteAlertStore({ file }).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is left alone when it is something else', () => {
    const [text, other] = [join(folder, 'notes.txt'), join(folder, 'other.db')];
    writeFileSync(text, 'not a database, but long enough to be looked at'.repeat(30));
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE mine (a)');
    database.close();
    for (const file of [text, other]) {
      expect(() => new SqliteAlertStore({ file })).toThrow(AlertStoreError);
    }
  });

  it('is refused when a newer version wrote it', () => {
    const file = freshFile();
    new SqliteAlertStore({ file }).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => new SqliteAlertStore({ file })).toThrow('newer version');
  });
});
