import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KitClock } from '@yychat/engine-core/testing';
import pg from 'pg';
import { StoreDatabase } from './fixtures/store-database.js';
import { openPostgresStore } from './index.js';

const DAY = 86_400_000;
const never = new AbortController().signal;

describe('deletions on PostgreSQL', () => {
  const database = new StoreDatabase();
  beforeAll(() => database.open(), 30_000);
  afterAll(() => database.close(), 30_000);

  it('are forgotten after a day, and leave no row behind', async () => {
    const clock = new KitClock();
    const store = await openPostgresStore({ url: database.url, clock });
    const client = new pg.Client(database.url);
    await client.connect();
    const key = (n: number) => ({ tenant: 't', conversationId: `c${n}` });
    const say = (n: number) =>
      store.append(
        {
          ...{ ...key(n), turnId: `req_${clock.now()}`, begun: clock.now(), time: clock.now() },
          messages: [{ role: 'user', text: 'My boat is blue.' }],
        },
        never,
      );
    const rows = async (table: string): Promise<number> =>
      (await client.query(`select from yychat.${table}`)).rowCount ?? 0;
    for (let n = 0; n < 4; n++) await say(n);
    clock.advance(1);
    for (let n = 0; n < 4; n++) expect(await store.delete(key(n), never)).toBe(1);
    expect([await rows('messages'), await rows('postings'), await rows('conversations')]).toEqual([0, 0, 4]);
    clock.advance(1);
    await say(0);
    clock.advance(DAY - 1);
    await store.delete(key(5), never);
    expect(await rows('conversations')).toBe(5);
    clock.advance(1);
    await store.delete(key(6), never);
    expect(await rows('conversations')).toBe(3);
    expect(await store.summary(key(0), never)).toMatchObject({ messages: 1 });
    await client.end();
    await store.close();
  });
});
