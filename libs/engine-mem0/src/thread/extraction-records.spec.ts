import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { providePostgres, type TestDatabases } from '@yychat/services';
import { DatabaseSync } from 'node:sqlite';
import { ExtractionRecords } from './extraction-records.js';
import { PostgresRecords } from './postgres-records.js';
import type { FailedBatch } from './protocol.js';
import type { RecordsDatabase } from './records-database.js';
import { SqliteRecords } from './sqlite-records.js';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await providePostgres();
}, 60_000);
afterAll(() => databases.stop(), 30_000);

/** Two connections to one database, empty for each case. */
const kinds: Readonly<
  Record<string, () => Promise<[RecordsDatabase, RecordsDatabase, () => Promise<void>]>>
> = {
  SQLite: () => {
    const database = new DatabaseSync(':memory:');
    const [one, other] = [new SqliteRecords(database), new SqliteRecords(database)];
    return Promise.resolve([one, other, () => Promise.resolve().then(() => database.close())]);
  },
  PostgreSQL: async () => {
    const url = await databases.createDatabase();
    const [one, other] = [await PostgresRecords.connect(url), await PostgresRecords.connect(url)];
    return [one, other, () => Promise.all([one.close(), other.close()]).then(() => undefined)];
  },
};

const batch = (first: string, more: Partial<FailedBatch> = {}): FailedBatch => {
  return { user: 'u', run: 'r', ids: [first], span: 1, time: 5, rounds: 1, reason: 'why', ...more };
};

describe.each(Object.entries(kinds))('the records of the extraction in %s', (_, create) => {
  let records: ExtractionRecords;
  let others: ExtractionRecords;
  let close = (): Promise<void> => Promise.resolve();
  beforeEach(async () => {
    await close();
    const [one, other, ended] = await create();
    [records, others] = await Promise.all([ExtractionRecords.open(one), ExtractionRecords.open(other)]);
    close = ended;
  });
  afterAll(() => close());

  it('give the place to one instance, until its lease is over or it is given up', async () => {
    expect(await records.claim('a', 1_000, 500)).toEqual({ generation: 0, done: [] });
    expect(await others.claim('b', 1_499, 500)).toBeUndefined();
    expect(await records.claim('a', 1_499, 500)).toBeDefined();
    expect(await others.claim('b', 1_998, 500)).toBeUndefined();
    expect(await others.claim('b', 1_999, 500)).toBeDefined();
    expect(await records.claim('a', 2_000, 500)).toBeUndefined();
    await records.claim('a', 2_000, 0);
    expect(await records.claim('c', 2_001, 500)).toBeUndefined();
    await others.claim('b', 2_001, 0);
    expect(await records.claim('a', 2_001, 500)).toBeDefined();
  });

  it('keep how far it is, for the one that has the place', async () => {
    await records.claim('a', 0, 500);
    await records.done(['m1', 'm2'], 'r', 0);
    expect(await records.claim('a', 0, 500)).toEqual({ generation: 0, done: ['m1', 'm2'] });
    expect(await others.advance('b', 0, '7')).toBe(false);
    expect(await records.advance('a', 0, '7')).toBe(true);
    expect(await records.claim('a', 0, 500)).toEqual({ generation: 0, cursor: '7', done: [] });
    expect(await others.standing({ user: 'u', run: 'r' })).toEqual({ cursor: '7', alone: true });
  });

  it('begin anew, for everyone', async () => {
    await records.found('basis');
    await others.found('another');
    expect(await others.basis()).toBe('basis');
    await records.claim('a', 0, 500);
    await records.advance('a', 0, '7');
    await records.fail(batch('m9'), 0, 10);
    await others.begin('another');
    expect(await records.advance('a', 0, '8')).toBe(false);
    expect(await records.claim('a', 0, 500)).toEqual({ generation: 1, done: [] });
    expect(await records.basis()).toBe('another');
    expect(await records.counts()).toEqual({ failed: 0, lost: 0 });
  });

  it('know who speaks where', async () => {
    const see = (run: string, speaker: string | null) => records.seen([{ run, speaker }]);
    const alone = async (user: string, run: string) => (await records.standing({ user, run })).alone;
    expect(await alone('u', 'r')).toBe(true);
    await see('r', 'u');
    await see('r', 'u');
    expect([await alone('u', 'r'), await alone('v', 'r')]).toEqual([true, false]);
    await see('s', null);
    expect(await alone('u', 's')).toBe(false);
    await see('s', 'u');
    await see('s', null);
    expect(await alone('u', 's')).toBe(false);
    expect(await records.shared(['r', 's', 't'])).toEqual([]);
    await see('s', 'v');
    await records.seen([
      { run: 'r', speaker: 'u' },
      { run: 'r', speaker: 'v' },
    ]);
    expect([...(await records.shared(['r', 's', 't']))].sort()).toEqual(['r', 's']);
    expect(await records.shared([])).toEqual([]);
  });

  it('tell an extraction that its conversation was forgotten meanwhile', async () => {
    const before = await records.epoch('r');
    expect(before).toEqual({ epoch: 0 });
    await others.forget({ run: 'r', at: 50 });
    expect(await records.done(['m1'], 'r', before.epoch)).toBe(false);
    const now = await records.epoch('r');
    expect(now).toEqual({ epoch: 1, forgotten: 50 });
    expect(await records.done(['m2'], 'r', now.epoch)).toBe(true);
    await others.forget({ run: 'r', at: 60 });
    expect(await records.epoch('r')).toEqual({ epoch: 2, forgotten: 60 });
  });

  it('know what is still to be forgotten, and what was lately', async () => {
    await records.forget({ run: 'r', at: 50 });
    await records.forget({ run: 's', at: 70 });
    await records.forgetDone({ run: 'r', at: 50 });
    expect(await records.forgotten(Infinity)).toEqual([{ run: 's', at: 70 }]);
    expect(await records.forgotten(60)).toEqual([{ run: 's', at: 70 }]);
    expect([...(await records.forgotten(40))].sort((a, b) => a.at - b.at)).toEqual([
      { run: 'r', at: 50 },
      { run: 's', at: 70 },
    ]);
    await records.forgetDone({ run: 's', at: 69 });
    expect(await records.forgotten(Infinity)).toHaveLength(1);
    await records.forgetDone({ run: 's', at: 70 });
    await records.forgetDone({ run: 't', at: 70 + 8 * 86_400_000 });
    expect(await records.forgotten(0)).toEqual([]);
  });

  it('keep batches that failed until they are due, are done, or there are too many', async () => {
    await records.fail(batch('m1', { ids: ['m1', 'm2'], after: '3', time: 10 }), 100, 2);
    expect((await records.claim('a', 0, 500))?.done).toEqual(['m1', 'm2']);
    expect(await records.failed(99, 5)).toEqual([]);
    expect(await records.failed(100, 5)).toEqual([batch('m1', { ids: ['m1', 'm2'], after: '3', time: 10 })]);
    await records.fail(batch('m5', { time: 30, user: 'v', run: 's' }), 90, 2);
    expect(await records.standing({ user: 'u', run: 'other' })).toMatchObject({ failedSince: 10 });
    expect(await records.standing({ user: 'other', run: 's' })).toMatchObject({ failedSince: 30 });
    await records.fail(batch('m7', { time: 20 }), 80, 2);
    expect(await records.counts()).toEqual({ failed: 2, lost: 1 });
    expect((await records.failed(100, 5)).map(({ ids }) => ids[0])).toEqual(['m7', 'm5']);
    expect(await records.failed(100, 1)).toHaveLength(1);
    await records.done(['m5'], 's', 0);
    await records.forget({ run: 'r', at: 50 });
    expect(await records.counts()).toEqual({ failed: 0, lost: 1 });
  });
});
