import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { silentLogger } from '@yychat/engine-core';
import type { Clock } from '@yychat/engine-core';
import { describeConversationStore } from '../testing/index.js';
import { never, withFile } from './fixtures/temporary-store.js';
import { openSqliteStore } from './index.js';
import { startLocal } from './local-link.js';
import { SqliteConversationStore } from './sqlite-conversation-store.js';
import { SqliteStore } from './sqlite-store.js';
import { StoreConnection } from './store-connection.js';

// A machine that is busy otherwise syncs its disk slowly.
jest.setTimeout(30_000);

/** A store where the extension for vectors is missing. */
async function openWithoutVectors(file: string, clock: Clock) {
  const open = (path: string) => SqliteStore.open(path, () => Promise.resolve('it is not installed'));
  const connection = await StoreConnection.open((events) => startLocal(file, events, open), {
    ...{ clock, logger: silentLogger, random: Math.random, maxPending: 1_000 },
  });
  return new SqliteConversationStore(connection, clock);
}

for (const embeddings of [true, false]) {
  describeConversationStore({
    ...{ describe, it, embeddings, runs: embeddings ? 20 : 3 },
    name: `The store in SQLite ${embeddings ? 'with' : 'without'} embeddings`,
    create: async ({ clock }) => {
      const directory = await mkdtemp(join(tmpdir(), 'yychat-sqlite-'));
      const file = join(directory, 'store.db');
      const open = () =>
        embeddings ? openSqliteStore({ file, clock, thread: false }) : openWithoutVectors(file, clock);
      const first = await open();
      const opened = [first];
      const another = async () => {
        const store = await open();
        opened.push(store);
        return store;
      };
      return {
        store: first,
        reopen: another,
        another,
        close: async () => {
          await Promise.all(opened.map((store) => store.close()));
          await rm(directory, { recursive: true });
        },
      };
    },
  });
}

describe('The store in SQLite', () => {
  it('refuses a cursor that no log gave', () =>
    withFile(async (file) => {
      const store = await openSqliteStore({ file, thread: false });
      for (const cursor of ['', 'x', '-1', '1.5', '9'.repeat(30)]) {
        await expect(store.entries(cursor, 1, never)).rejects.toBeInstanceOf(RangeError);
      }
      await store.close();
    }));
});
