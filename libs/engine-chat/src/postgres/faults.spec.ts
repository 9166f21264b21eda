import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import pg from 'pg';
import { EngineError } from '@yychat/engine-core';
import { startPostgres } from '@yychat/services';
import type { PostgresServer } from '@yychat/services';
import type { ConversationStore } from '../store/conversation-store.js';
import { openPostgresStore } from './index.js';

const HOME = { tenant: 't', conversationId: 'c' };
const TIMEOUT = 600;
const never = new AbortController().signal;

let turns = 0;
const turn = () => ({
  ...HOME,
  turnId: `req_${(turns += 1)}`,
  ...{ begun: turns, time: turns },
  messages: [{ role: 'user' as const, text: `Boat number ${turns}` }],
});

const textsOf = async (store: ConversationStore): Promise<string[]> =>
  (await store.messages(HOME, { limit: 1_000, order: 'asc' }, never)).messages.map(({ text }) => text);

/** Of the error that an operation rejects with; undefined where it does not. */
const codeOf = (operation: Promise<unknown>): Promise<string | undefined> =>
  operation.then(
    () => undefined,
    (error: unknown) => (EngineError.is(error) ? error.code : String(error)),
  );

/** Tries an operation until it works again. */
async function eventually<T>(operation: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await operation();
    } catch (error) {
      if (tries === 50) throw error;
      await wait(20);
    }
  }
}

describe('the store on PostgreSQL, when its server fails', () => {
  let server: PostgresServer;
  let url: string;
  let store: ConversationStore;
  const options = { connections: 3, timeout: TIMEOUT, connectTimeout: 400 };
  beforeAll(async () => {
    server = await startPostgres();
  }, 30_000);
  afterAll(() => server.stop(), 30_000);
  beforeEach(async () => {
    url = await server.createDatabase();
    store = await openPostgresStore({ ...options, url });
  });
  afterEach(async () => {
    server.thaw();
    await store.close();
  });

  it('rejects while the server is gone, and works again when it is back', async () => {
    await store.append(turn(), never);
    await server.kill();
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(store.append(turn(), never))));
    expect(new Set(codes)).toEqual(new Set(['conversation_store_unreachable']));
    expect(await store.healthCheck(never)).toMatchObject({
      name: 'postgres',
      status: 'down',
      required: true,
    });
    await server.restart();
    const kept = turn();
    await eventually(() => store.append(kept, never));
    expect(await textsOf(store)).toContain(kept.messages[0]!.text);
    expect(await store.healthCheck(never)).toMatchObject({ status: 'up' });
  });

  it('rejects in time while the server is frozen, and works again when it is not, with all connections', async () => {
    await Promise.all(Array.from({ length: 6 }, () => store.append(turn(), never)));
    server.freeze();
    for (let round = 0; round < 2; round++) {
      const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(store.append(turn(), never))));
      for (const code of codes) expect(code).toMatch(/^conversation_store_(timeout|busy|unreachable)$/);
    }
    server.thaw();
    const kept = turn();
    await eventually(() => store.append(kept, never));
    await Promise.all(Array.from({ length: 6 }, () => textsOf(store)));
    const texts = await textsOf(store);
    expect(texts.filter((text) => text === kept.messages[0]!.text)).toHaveLength(1);
    const client = new pg.Client(url);
    await client.connect();
    const connections = async (): Promise<number> =>
      (
        await client.query<{ count: number }>(
          `select count(*)::integer as count from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()`,
        )
      ).rows[0]!.count;
    await eventually(async () => expect(await connections()).toBeLessThanOrEqual(options.connections));
    await client.end();
  });

  it('keeps each turn once that is appended again after the server was lost', async () => {
    const lost = Array.from({ length: 5 }, turn);
    const attempts = lost.map((each) => store.append(each, never).catch(() => undefined));
    await server.kill();
    await Promise.all(attempts);
    await server.restart();
    for (const each of lost) await eventually(() => store.append(each, never));
    expect((await textsOf(store)).toSorted()).toEqual(lost.map(({ messages }) => messages[0]!.text).sort());
  });

  it('rejects a statement that takes too long, and keeps its connection', async () => {
    await store.append(turn(), never);
    const client = new pg.Client(url);
    await client.connect();
    await client.query('begin; select from yychat.conversations for update');
    const late = turn();
    expect(await codeOf(store.append(late, never))).toBe('conversation_store_timeout');
    const waiting = await client.query('select from pg_locks where not granted');
    expect(waiting.rowCount).toBe(0);
    await client.query('rollback');
    await client.end();
    await store.append(late, never);
    expect(await textsOf(store)).toHaveLength(2);
  });

  it('goes on with other conversations while one stands still', async () => {
    await store.append(turn(), never);
    const client = new pg.Client(url);
    await client.connect();
    await client.query('begin; select from yychat.conversations for update');
    const held = Array.from({ length: 6 }, turn);
    const appends = held.map((each) => store.append(each, never));
    await store.append({ ...turn(), conversationId: 'other' }, never);
    await client.query('rollback');
    await client.end();
    await Promise.all(appends);
    expect((await textsOf(store)).slice(1)).toEqual(held.map(({ messages }) => messages[0]!.text));
  });

  it('rejects at once when the signal aborts, and lets the connection serve others', async () => {
    await store.append(turn(), never);
    server.freeze();
    const caller = new AbortController();
    const appends = Array.from({ length: 8 }, () => store.append(turn(), caller.signal));
    const reason = new Error('the caller has gone');
    caller.abort(reason);
    for (const append of appends) await expect(append).rejects.toBe(reason);
    server.thaw();
    await store.append(turn(), never);
    expect((await textsOf(store)).length).toBeLessThanOrEqual(2 + appends.length);
  });

  it('closes in time while the server is frozen', async () => {
    server.freeze();
    const append = codeOf(store.append(turn(), never));
    await store.close();
    expect(await append).toBe('conversation_store_timeout');
    await expect(store.append(turn(), never)).rejects.toMatchObject({ code: 'conversation_log_closed' });
  });

  it('takes no more than so many operations at once', async () => {
    server.freeze();
    const waiting = Array.from({ length: 1_000 }, () => codeOf(store.summary(HOME, never)));
    const first = Promise.race(waiting.map((each) => each.then(() => 'one that waited')));
    expect(await Promise.race([first, codeOf(store.summary(HOME, never))])).toBe('conversation_store_busy');
    await Promise.all(waiting);
  });

  it('tells nobody the password', async () => {
    const { password } = new URL(server.url);
    const wrong = { password: 'a-wrong-secret' };
    const urls = [
      Object.assign(new URL(server.url), wrong).href,
      Object.assign(new URL(server.url), wrong, { port: '1' }).href,
      Object.assign(new URL(server.url), wrong, { pathname: '/nowhere' }).href,
      'postgres://u:a-wrong-secret@[nonsense/x',
      'mysql://u:a-wrong-secret@localhost/x',
    ];
    for (const url of urls) {
      const error = await openPostgresStore({ ...options, url }).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ name: 'PostgresStoreError' });
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('a-wrong-secret');
    }
    await server.kill();
    const health = await store.healthCheck(never);
    const failure = await store.append(turn(), never).catch((cause: unknown) => cause);
    await server.restart();
    expect(inspect([health, failure], { depth: 10 })).not.toContain(password);
  });
});
