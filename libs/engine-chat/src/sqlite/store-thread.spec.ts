import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { silentLogger, systemClock } from '@yychat/engine-core';
import { describeConversationStore } from '../testing/index.js';
import { HOME, inFile, never, turnOf, withFile } from './fixtures/temporary-store.js';
import { openSqliteStore, StoreFileError } from './index.js';
import { SqliteConversationStore } from './sqlite-conversation-store.js';
import { StoreConnection } from './store-connection.js';
import type { StoreLink } from './store-link.js';
import { startWorker } from './worker-link.js';

// A machine that is busy otherwise syncs its disk slowly.
jest.setTimeout(30_000);

const run = promisify(execFile);
const library = new URL('../../', import.meta.url);

/** The thread runs what is compiled. */
beforeAll(async () => {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await run(process.execPath, [compiler, '-b', 'tsconfig.lib.json'], { cwd: library });
}, 240_000);

describeConversationStore({
  ...{ describe, it, name: 'The store in SQLite, in a thread of its own', runs: 3 },
  create: async ({ clock }) => {
    const directory = await mkdtemp(join(tmpdir(), 'yychat-sqlite-'));
    const open = () => openSqliteStore({ file: join(directory, 'store.db'), clock });
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

describe('The thread of a store', () => {
  it('does not begin with a file that it cannot use', () =>
    withFile(async (file) => {
      await (await openSqliteStore({ file })).close();
      inFile(file, (database) => database.exec('PRAGMA user_version = 99'));
      const opening = openSqliteStore({ file });
      await expect(opening).rejects.toBeInstanceOf(StoreFileError);
      await expect(opening).rejects.toMatchObject({ code: 'conversation_store_newer', status: 503 });
    }));

  it('begins again after it broke off, with all that was acknowledged', () =>
    withFile(async (file) => {
      const links: StoreLink[] = [];
      const connection = await StoreConnection.open(
        (events) => {
          const link = startWorker(file, events);
          links.push(link);
          return link;
        },
        { clock: systemClock, logger: silentLogger, random: Math.random, maxPending: 100 },
      );
      const store = new SqliteConversationStore(connection, systemClock);
      for (let round = 0; round < 3; round++) {
        const asked = Array.from({ length: 20 }, (_, n) =>
          store.append(turnOf([`Round ${round}, turn ${n}`]), never),
        );
        await asked[0];
        links.at(-1)!.cut();
        const kept = await Promise.allSettled(asked);
        const acknowledged = kept.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
        const read = () => store.messages(HOME, { limit: 1_000, order: 'asc' }, never);
        // What is asked before the end is noticed fails as well.
        const { messages } = await read().catch(read);
        const texts = messages.map(({ text }) => text);
        for (const n of acknowledged) expect(texts).toContain(`Round ${round}, turn ${n}`);
      }
      expect(links).toHaveLength(4);
      await store.close();
    }));

  it('lets a process end that has nothing else to do, but not before its turns are kept', () =>
    withFile(async (file) => {
      const module = new URL('dist/sqlite/index.js', library);
      const script = `
        const { openSqliteStore } = await import(${JSON.stringify(module)});
        const store = await openSqliteStore({ file: process.argv[1] });
        const { signal } = new AbortController();
        for (let n = 0; n < 100; n++) {
          const messages = [{ role: 'user', text: 'Turn ' + n }];
          const key = { tenant: 'tenant-1', conversationId: 'conversation-1' };
          void store.append({ ...key, turnId: 'turn ' + n, begun: n, time: n, messages }, signal);
        }`;
      await run(process.execPath, ['--input-type=module', '-e', script, file]);
      const store = await openSqliteStore({ file, thread: false });
      expect((await store.summary(HOME, never)).messages).toBe(100);
      await store.close();
    }));
});
