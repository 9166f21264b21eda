import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { ConversationStore } from '../store/conversation-store.js';
import { StoreDatabase } from './fixtures/store-database.js';
import { openPostgresStore } from './index.js';

const HOME = { tenant: 't', conversationId: 'c' };
const never = new AbortController().signal;
const say = (store: ConversationStore, text: string): Promise<void> =>
  store.append({ ...HOME, turnId: text, begun: 1, time: 1, messages: [{ role: 'user', text }] }, never);

async function entries(
  store: ConversationStore,
  after?: string,
): Promise<{ texts: string[]; cursor: string }> {
  const { messages, cursor } = await store.entries(after, 100, never);
  return { texts: messages.map(({ text }) => text), cursor };
}

describe('the order of the log on PostgreSQL', () => {
  const database = new StoreDatabase();
  beforeAll(() => database.open(), 30_000);
  afterAll(() => database.close(), 30_000);

  it('gives nothing that a transaction under way could come to stand before', async () => {
    const store = await openPostgresStore({ url: database.url, schema: database.nextSchema() });
    const client = new pg.Client(database.url);
    await client.connect();
    await say(store, 'before');
    await client.query('begin; select pg_current_xact_id()');
    await say(store, 'meanwhile');
    const first = await entries(store);
    expect(first.texts).toEqual(['before']);
    expect((await entries(store, first.cursor)).texts).toEqual([]);
    expect((await store.pending('m', { limit: 9, instance: 'i', lease: 1 }, never)).messages).toHaveLength(1);
    await client.query('commit');
    await client.end();
    expect((await entries(store, first.cursor)).texts).toEqual(['meanwhile']);
    await store.close();
  });

  it('goes on in a log that came as a dump from a server with higher transaction ids', async () => {
    const schema = database.nextSchema();
    const there = await openPostgresStore({ url: database.url, schema });
    for (const text of ['one', 'two', 'three']) await say(there, text);
    await there.close();
    await database.run(`update ${schema}.messages set xid = (xid::text::bigint + 4000000000000)::text::xid8`);
    const store = await openPostgresStore({ url: database.url, schema });
    const { messages, cursor } = await store.entries(undefined, 2, never);
    expect(messages.map(({ text }) => text)).toEqual(['one', 'two']);
    await say(store, 'four');
    expect((await entries(store, cursor)).texts).toEqual(['three', 'four']);
    await store.close();
    const again = await openPostgresStore({ url: database.url, schema });
    await say(again, 'five');
    expect((await entries(again, cursor)).texts).toEqual(['three', 'four', 'five']);
    await again.close();
  });

  it('refuses a cursor that it never gave', async () => {
    const store = await openPostgresStore({ url: database.url, schema: database.nextSchema() });
    await expect(store.entries('1; drop table', 1, never)).rejects.toMatchObject({
      code: 'conversation_store_invalid',
    });
    await store.close();
  });
});
