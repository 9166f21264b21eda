import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { StoreDatabase } from './fixtures/store-database.js';
import { openPostgresStore } from './index.js';

const HOME = { tenant: 't', conversationId: 'c' };
const never = new AbortController().signal;

describe('embeddings on PostgreSQL', () => {
  const database = new StoreDatabase();
  beforeAll(() => database.open(), 30_000);
  afterAll(() => database.close(), 30_000);

  it('are not kept of messages that are being deleted', async () => {
    const store = await openPostgresStore({ url: database.url });
    await store.append(
      { ...HOME, turnId: 'r', begun: 1, time: 1, messages: [{ role: 'user', text: 'My boat is blue.' }] },
      never,
    );
    const { messages } = await store.pending('m', { limit: 1, instance: 'i', lease: 1 }, never);
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query(`begin; select yychat.remove(key, tenant, name, 2, 9) from yychat.conversations`);
    const values = Float32Array.of(1, 0);
    const kept = store.embedded(
      'm',
      messages.map(({ sequence }) => ({ sequence, values })),
      never,
    );
    const isWaiting = async (): Promise<boolean> =>
      (await client.query('select from pg_locks where not granted')).rowCount !== 0;
    for (let tries = 0; tries < 50 && !(await isWaiting()); tries++) await wait(10);
    await client.query('commit');
    await kept;
    expect((await client.query('select from yychat.embeddings')).rowCount).toBe(0);
    await client.end();
    await store.close();
  });

  it('are compared by their cosine', async () => {
    const schema = database.nextSchema();
    const store = await openPostgresStore({ url: database.url, schema });
    const texts = ['One.', 'Two.', 'Three.'];
    await store.append(
      { ...HOME, turnId: 'r', begun: 1, time: 1, messages: texts.map((text) => ({ role: 'user', text })) },
      never,
    );
    const { messages } = await store.pending('m', { limit: 9, instance: 'i', lease: 1 }, never);
    const vectors = [Float32Array.of(0.6, 0.8), Float32Array.of(-1, 0), Float32Array.of(1, 0)];
    await store.embedded(
      'm',
      messages.map(({ sequence }, n) => ({ sequence, values: vectors[n] })),
      never,
    );
    const embedding = { model: 'm', values: Float32Array.of(1, 0) };
    const query = { scope: HOME, text: '', limit: 9, present: [], now: 1, embedding };
    const found = await store.recall(query, never);
    expect(found.map(({ text }) => text)).toEqual(['Three.', 'One.']);
    await store.close();
  });
});
