import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Seeded } from '@yychat/engine-core/testing';
import { DatabaseSync } from 'node:sqlite';
import { TemporaryDirectory } from '../fixtures/temporary-directory.js';
import { SqliteVectors } from './sqlite-vectors.js';

let directory: TemporaryDirectory;
let database: DatabaseSync;
let vectors: SqliteVectors;
beforeEach(async () => {
  directory = await TemporaryDirectory.make();
  database = new DatabaseSync(`${directory.path}/vectors.sqlite`);
  vectors = new SqliteVectors(database, 'facts');
  await vectors.initialize();
});
afterEach(async () => {
  database.close();
  await directory.remove();
});

const random = new Seeded(5);
const some = (length = 256): Float32Array =>
  Float32Array.from({ length }, () => random.below(2_000) / 1_000 - 1);
const near = (vector: Float32Array): Float32Array => {
  const noise = some(vector.length);
  return vector.map((value, at) => value + noise[at]!);
};
function cosine(one: Float32Array, other: Float32Array): number {
  let [product, squares, others] = [0, 0, 0];
  for (let at = 0; at < one.length; at++) {
    product += one[at]! * other[at]!;
    squares += one[at]! ** 2;
    others += other[at]! ** 2;
  }
  return product / Math.sqrt(squares * others);
}
const payload = (user: string, run: string, words = ''): Record<string, unknown> => {
  return { user_id: user, run_id: run, data: `${user} ${run}`, textLemmatized: words };
};
const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id);

describe('vectors in SQLite', () => {
  it('are found by their cosine, as if each were compared', async () => {
    const middles = Array.from({ length: 50 }, () => some());
    const all = Array.from({ length: 1_000 }, (_, at) => near(middles[at % 50]!));
    await vectors.insert(
      all,
      all.map((_, at) => `id-${at}`),
      all.map(() => payload('u', 'r')),
    );
    for (let query = 0; query < 10; query++) {
      const asked = near(middles[query]!);
      const scored = all.map((vector, at) => ({ id: `id-${at}`, score: cosine(asked, vector) }));
      const exact = scored.sort((one, other) => other.score - one.score).slice(0, 10);
      const found = await vectors.search(asked, 10, { user_id: 'u' });
      expect(ids(found)).toEqual(ids(exact));
      found.forEach(({ score }, at) => expect(score).toBeCloseTo(exact[at]!.score, 5));
    }
  });

  it('are of one user, one conversation, or one user in it', async () => {
    const owners = [
      ['u', 'r'],
      ['u', 's'],
      ['v', 'r'],
    ] as const;
    await vectors.insert(
      owners.map(() => some()),
      ['ur', 'us', 'vr'],
      owners.map(([user, run]) => payload(user, run, 'boat')),
    );
    const seen = async (filters: Record<string, string>) => [
      ids(await vectors.search(some(), 10, filters)).sort(),
      ids(await vectors.keywordSearch('boat', 10, filters)).sort(),
      ids((await vectors.list(filters))[0]).sort(),
    ];
    const [own, here, both] = [['ur', 'us'], ['ur', 'vr'], ['ur']];
    expect(await seen({ user_id: 'u' })).toEqual([own, own, own]);
    expect(await seen({ run_id: 'r' })).toEqual([here, here, here]);
    expect(await seen({ user_id: 'u', run_id: 'r' })).toEqual([both, both, both]);
    expect(await seen({ user_id: 'w' })).toEqual([[], [], []]);
  });

  it('are never shown without saying whose, or by a filter that is not known', async () => {
    await vectors.insert([some()], ['a'], [payload('u', 'r')]);
    await expect(vectors.search(some(), 10)).rejects.toThrow('Whose');
    await expect(vectors.list({})).rejects.toThrow('Whose');
    await expect(vectors.search(some(), 10, { user_id: 'u', agent_id: 'x' })).rejects.toThrow('agent_id');
    await expect(vectors.keywordSearch('x', 10, { user_id: 'u', $or: [] })).rejects.toThrow('$or');
  });

  it('are found as they are now, after changes and deletions', async () => {
    const [one, other] = [some(), some()];
    await vectors.insert([one, other], ['a', 'b'], [payload('u', 'r', 'boat'), payload('u', 'r', 'lamp')]);
    const first = async (asked: Float32Array) => (await vectors.search(asked, 1, { user_id: 'u' }))[0];
    expect(await first(one)).toMatchObject({ id: 'a' });
    await vectors.update(
      'b',
      one.map((value) => 2 * value),
      payload('u', 'r', 'boat boat'),
    );
    await vectors.delete('a');
    expect((await first(one))?.score).toBeCloseTo(1, 5);
    expect(await first(one)).toMatchObject({ id: 'b' });
    expect(ids(await vectors.keywordSearch('boat lamp', 10, { run_id: 'r' }))).toEqual(['b']);
    expect(await vectors.get('a')).toBeNull();
    expect(await vectors.get('b')).toMatchObject({ payload: { textLemmatized: 'boat boat' } });
    await vectors.deleteCol();
    expect(await vectors.search(one, 10, { user_id: 'u' })).toEqual([]);
  });

  it('are found when most of what there was is gone', async () => {
    const all = Array.from({ length: 300 }, () => some());
    await vectors.insert(
      all,
      all.map((_, at) => `id-${at}`),
      all.map(() => payload('u', 'r', 'boat')),
    );
    await vectors.search(some(), 10, { user_id: 'u' });
    for (let at = 0; at < 290; at++) await vectors.delete(`id-${at}`);
    expect(await vectors.search(some(), 100, { user_id: 'u' })).toHaveLength(10);
    expect(await vectors.keywordSearch('boat', 100, { user_id: 'u' })).toHaveLength(10);
  });

  it('are seen when another connection has written them', async () => {
    expect(await vectors.search(some(), 10, { user_id: 'u' })).toEqual([]);
    const connection = new DatabaseSync(`${directory.path}/vectors.sqlite`);
    await new SqliteVectors(connection, 'facts').insert([some()], ['a'], [payload('u', 'r')]);
    connection.close();
    expect(await vectors.search(some(), 10, { user_id: 'u' })).toHaveLength(1);
  });

  it('are all kept, or none', async () => {
    const inserting = vectors.insert([some(), some()], ['a', 'a'], [payload('u', 'r'), payload('u', 'r')]);
    await expect(inserting).rejects.toThrow();
    expect((await vectors.list({ user_id: 'u' }))[0]).toEqual([]);
    expect(await vectors.search(some(), 10, { user_id: 'u' })).toEqual([]);
  });

  it('of another length are not found', async () => {
    await vectors.insert([some(8), some()], ['short', 'long'], [payload('u', 'r'), payload('u', 'r')]);
    const found = await vectors.search(some(), 10, { user_id: 'u' });
    expect(found.filter(({ score }) => (score ?? 0) >= 0).map(({ id }) => id)).not.toContain('short');
  });

  it('that are nothing like it are not looked for where that is of no use', async () => {
    const strict = new SqliteVectors(database, 'facts', { floor: 0.5, most: 5 });
    const one = some();
    await strict.insert(
      [one, ...Array.from({ length: 50 }, () => some())],
      Array.from({ length: 51 }, (_, at) => `id-${at}`),
      Array.from({ length: 51 }, () => payload('u', 'r')),
    );
    expect(ids(await strict.search(one, 10, { user_id: 'u' }))[0]).toBe('id-0');
    expect((await strict.search(one, 100, { user_id: 'u' })).length).toBeLessThanOrEqual(5);
  });
});
