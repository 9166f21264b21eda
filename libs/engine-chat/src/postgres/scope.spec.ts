import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@yychat/engine-core';
import pg from 'pg';
import { analyze } from '../recall/analysis/analyze.js';
import type { ConversationStore } from '../store/conversation-store.js';
import { StoreDatabase } from './fixtures/store-database.js';
import { Connections } from './connections.js';
import { IndexRebuild } from './index-rebuild.js';
import { openPostgresStore } from './index.js';
import { PostgresRecallSource, recallStatements } from './recall-source.js';
import { quoteSchema } from './schema/schema-name.js';

const never = new AbortController().signal;
const HOUR = 3_600_000;

let turns = 0;
const say = (store: ConversationStore, conversationId: string, texts: readonly string[]): Promise<void> => {
  turns += 1;
  return store.append(
    {
      ...{ tenant: 't', conversationId, user: 'u', turnId: `req_${turns}` },
      ...{ begun: turns, time: 2 * HOUR * turns },
      messages: texts.map((text) => ({ role: 'user', text })),
    },
    never,
  );
};

const ask = async (store: ConversationStore, conversationId: string, text: string) =>
  store.recall(
    {
      scope: { tenant: 't', conversationId, user: 'u' },
      text,
      limit: 1_000,
      present: [],
      now: 2 * HOUR * turns,
    },
    never,
  );

describe('what a recall on PostgreSQL looks through', () => {
  const database = new StoreDatabase();
  let store: ConversationStore;
  beforeAll(async () => {
    await database.open();
    store = await openPostgresStore({ url: database.url });
  }, 30_000);
  afterAll(async () => {
    await store.close();
    await database.close();
  }, 30_000);

  it("is the newest of a long conversation, and nothing of the user's others then", async () => {
    await say(store, 'other', ['The ferry is yellow.']);
    const filling = Array.from({ length: 999 }, () => 'So.');
    for (let n = 0; n < 34; n++) await say(store, 'long', [`Ferry ${n} is green.`, ...filling]);
    const found = await ask(store, 'long', 'Which ferry is it?');
    const numbers = found.map(({ text }) => Number(/\d+/.exec(text)?.[0]));
    expect(numbers.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 31 }, (_, n) => n + 3),
    );
    for (const { text, position, after } of found) {
      expect([text, after?.text]).toEqual([`Ferry ${position / 1_000} is green.`, 'So.']);
    }
    expect((await ask(store, 'other', 'Which ferry is it?')).map(({ text }) => text)).toContain(
      'The ferry is yellow.',
    );
  }, 30_000);

  it('is read from the first position on that is looked through', async () => {
    const pool = new pg.Pool({ connectionString: database.url });
    const settings = { clock: systemClock, logger: silentLogger, prepare: true, timeout: 10_000 };
    const connections = new Connections({ ...settings, pool, ownsPool: true });
    const schema = quoteSchema('yychat');
    const source = new PostgresRecallSource({
      ...{ connections, statements: recallStatements(schema), embeddings: undefined },
      rebuild: new IndexRebuild(connections, schema),
    });
    const scope = { tenant: 't', conversationId: 'long' };
    const { conversations, lists } = await source.postings(scope, analyze('ferry'), never);
    const [long] = conversations;
    expect(long).toMatchObject({ id: 'long', turns: 31_952, end: 31_952 });
    expect(long?.sessions).toHaveLength(32);
    expect(long?.sessions.slice(0, 2).map(({ first }) => first)).toEqual([0, 952]);
    const positions = lists[0]!.postings.map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: 31 }, (_, n) => 952 + 1_000 * n));
    await connections.close();
  });

  it('are the 200 other conversations that were last spoken in', async () => {
    for (let n = 0; n < 210; n++) await say(store, `few-${n}`, [`Lamp ${n} is lit.`]);
    await say(store, 'few-3', ['It is dark.']);
    const found = await ask(store, 'few-0', 'Which lamp is it?');
    const numbers = found.map(({ text }) => Number(/\d+/.exec(text)?.[0])).sort((one, other) => one - other);
    expect(numbers).toEqual([0, 3, ...Array.from({ length: 199 }, (_, n) => n + 11)]);
  }, 30_000);
});
