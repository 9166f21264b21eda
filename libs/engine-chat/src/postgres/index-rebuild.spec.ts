import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import { analyze } from '../recall/analysis/analyze.js';
import type { ConversationStore } from '../store/conversation-store.js';
import { StoreDatabase } from './fixtures/store-database.js';
import { openPostgresStore } from './index.js';

const HOME = { tenant: 't', conversationId: 'c', user: 'u' };
const TURNS = 120;
const never = new AbortController().signal;

const say = (store: ConversationStore, n: number, conversationId = 'c'): Promise<void> =>
  store.append(
    {
      ...{ ...HOME, conversationId, turnId: `req_${n}`, begun: n, time: n },
      messages: [
        { role: 'user', text: `What about boat number ${n}?`, name: 'Ann' },
        { role: 'assistant', text: `The boat number ${n} lies in harbour ${n % 7}.` },
      ],
    },
    never,
  );

const ask = (store: ConversationStore, text: string) =>
  store.recall({ scope: HOME, text, limit: 10, present: [], now: 1e6 }, never);

describe('an index on PostgreSQL that an older analysis has filled', () => {
  const database = new StoreDatabase();
  let store: ConversationStore;
  let schema: string;
  const open = () => openPostgresStore({ url: database.url, schema });
  beforeAll(() => database.open(), 30_000);
  afterAll(() => database.close(), 30_000);
  beforeEach(async () => {
    schema = database.nextSchema();
    store = await open();
    for (let n = 0; n < TURNS; n++) await say(store, n);
    for (let n = 0; n < 5; n++) await say(store, n, 'd');
  });
  afterEach(() => store.close());

  const spoil = (): Promise<void> =>
    database.run(
      `update ${schema}.conversations set analysis = 0, length = 1`,
      `update ${schema}.postings set term = term || '?'`,
      `update ${schema}.messages set facts = '\\x00000000000000000000'`,
    );

  it('is filled anew by the first recall', async () => {
    const before = await ask(store, 'Where lies boat number 77?');
    expect(before[0]?.text).toBe('The boat number 77 lies in harbour 0.');
    await spoil();
    expect(await ask(store, 'Where lies boat number 77?')).toEqual(before);
    await say(store, TURNS);
    const [last] = await ask(store, `Where lies boat number ${TURNS}?`);
    expect(last?.position).toBe(2 * TURNS + 1);
  });

  it('is filled once by several instances that recall and append meanwhile', async () => {
    const before = await ask(store, 'Where lies boat number 77?');
    const others = [await open(), await open()];
    await spoil();
    const recalls = [store, ...others].map((each) => ask(each, 'Where lies boat number 77?'));
    for (let n = TURNS; n < TURNS + 10; n++) await say(others[n % 2]!, n);
    for (const found of await Promise.all(recalls)) expect(found[0]).toMatchObject({ text: before[0]?.text });
    for (const each of [store, ...others]) {
      for (const n of [0, 77, TURNS, TURNS + 9]) {
        const [best] = await ask(each, `Where lies boat number ${n}?`);
        expect(best?.text).toBe(`The boat number ${n} lies in harbour ${n % 7}.`);
      }
    }
    await Promise.all(others.map((other) => other.close()));
  });

  it('goes on being filled when who asked has gone', async () => {
    await spoil();
    const caller = new AbortController();
    const recall = store.recall(
      { scope: HOME, text: 'Where lies boat number 77?', limit: 1, present: [], now: 1e6 },
      caller.signal,
    );
    setImmediate(() => caller.abort(new Error('the caller has gone')));
    await expect(recall).rejects.toThrow('the caller has gone');
    expect((await ask(store, 'Where lies boat number 77?'))[0]?.text).toContain('77');
  });

  it('is left alone where a newer analysis has filled it', async () => {
    await database.run(`update ${schema}.conversations set analysis = 1000`);
    await say(store, TURNS);
    const [best] = await ask(store, 'Where lies boat number 77?');
    expect(best?.text).toContain('77');
    const found = await ask(store, `Where lies boat number ${TURNS}?`);
    expect(found.some(({ position }) => position >= 2 * TURNS)).toBe(false);
    expect(analyze(String(TURNS))).toEqual([String(TURNS)]);
  });
});
