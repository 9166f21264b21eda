import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { StoreDatabase } from '../fixtures/store-database.js';
import { openPostgresStore } from '../index.js';

const HOME = { tenant: 't', conversationId: 'c' };
const never = new AbortController().signal;
const turn = (turnId: string, text = turnId) => ({
  ...HOME,
  turnId,
  ...{ begun: 1, time: 1 },
  messages: [{ role: 'user' as const, text }],
});

describe('the schema of the store on PostgreSQL', () => {
  const database = new StoreDatabase();
  beforeAll(() => database.open(), 30_000);
  afterAll(() => database.close(), 30_000);

  it('is made once by instances that start at once, in several schemas', async () => {
    const [one, other] = [database.nextSchema(), database.nextSchema()];
    const stores = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        openPostgresStore({ url: database.url, schema: index % 2 === 0 ? one : other, connections: 2 }),
      ),
    );
    await Promise.all(stores.map((store, index) => store.append(turn(`req_${index}`), never)));
    for (const [index, store] of stores.entries()) {
      expect(store.embeddingsMissing).toBeUndefined();
      expect(await store.summary(HOME, never)).toMatchObject({ messages: 4 });
      const { messages } = await store.messages(HOME, { limit: 10, order: 'asc' }, never);
      expect(messages.every(({ turnId }) => Number(turnId.slice(4)) % 2 === index % 2)).toBe(true);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is left alone when it is that of a newer release', async () => {
    const schema = database.nextSchema();
    const store = await openPostgresStore({ url: database.url, schema });
    await store.append(turn('req_1'), never);
    await store.close();
    await database.run(`update ${schema}.state set version = 99`);
    await expect(openPostgresStore({ url: database.url, schema })).rejects.toMatchObject({
      code: 'conversation_store_newer',
    });
    await database.run(`update ${schema}.state set version = 1`);
    const again = await openPostgresStore({ url: database.url, schema });
    expect(await again.summary(HOME, never)).toMatchObject({ messages: 1 });
    await again.close();
  });

  it('changes nothing when it cannot be finished', async () => {
    const schema = database.nextSchema();
    await database.run(`create schema ${schema}`, `create table ${schema}.messages (id integer)`);
    await expect(openPostgresStore({ url: database.url, schema })).rejects.toMatchObject({
      code: 'conversation_store_failed',
    });
    await database.run(`drop table ${schema}.messages`);
    const store = await openPostgresStore({ url: database.url, schema });
    await store.append(turn('req_1'), never);
    await store.close();
  });

  it.each(['', 'Upper', 'a b', 'a"b', 'pg_own', '1st', 'x'.repeat(64)])(
    'has no name like "%s"',
    async (schema) => {
      await expect(openPostgresStore({ url: database.url, schema })).rejects.toMatchObject({
        code: 'conversation_store_invalid',
      });
    },
  );

  it('lives in a pool that is handed in, which stays open', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    const [one, other] = [
      await openPostgresStore({ pool, schema: database.nextSchema() }),
      await openPostgresStore({ pool, schema: database.nextSchema() }),
    ];
    await Promise.all([one.append(turn('req_1', 'One'), never), other.append(turn('req_1', 'Other'), never)]);
    await one.close();
    const { messages } = await other.messages(HOME, { limit: 10, order: 'asc' }, never);
    expect(messages.map(({ text }) => text)).toEqual(['Other']);
    await other.close();
    expect(pool.listenerCount('error')).toBe(0);
    await pool.query('select 1');
    await pool.end();
  });
});
