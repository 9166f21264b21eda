import { describe, expect, it, jest } from '@jest/globals';
import { Seeded } from '@yychat/engine-core/testing';
import { HOME, turnOf, withStore } from './fixtures/temporary-store.js';
import type { SqliteStore } from './sqlite-store.js';

// A machine that is busy otherwise syncs its disk slowly.
jest.setTimeout(30_000);

const LENGTH = 1_536;

/** A vector of length 1, near the given one by a share of 0 to 1. */
function vector(random: Seeded, near?: Float32Array, share = 0, length = LENGTH): Float32Array {
  const values = new Float32Array(length);
  for (let index = 0; index < length; index++) {
    // As models do: some values are of one sign in most texts.
    const strange = random.below(2_001) / 1_000 - 1 + (index % 7 === 0 ? 0.5 : 0);
    values[index] = share * (near?.[index] ?? 0) * Math.sqrt(length) + (1 - share) * strange;
  }
  const size = Math.sqrt(dot(values, values));
  return values.map((value) => value / size);
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}

/** A message for each vector. */
function fill(store: SqliteStore, vectors: readonly Float32Array[], conversationId = HOME.conversationId) {
  const before = store.entries(undefined, 100_000).messages.length;
  store.append([
    turnOf(
      vectors.map((_, index) => `Message ${index}`),
      { conversationId, user: 'ann' },
    ),
  ]);
  store.embedded(
    'model',
    vectors.map((values, index) => ({ sequence: before + index + 1, values })),
  );
}

const nearest = (store: SqliteStore, values: Float32Array, scope = {}, limit = 10) =>
  store
    .source({ ...HOME, ...scope })
    .nearest({ ...HOME, ...scope }, { model: 'model', values }, limit)
    .then((near) =>
      near.map(({ conversationId, position, similarity }) => ({ conversationId, position, similarity })),
    );

describe('The nearest embeddings', () => {
  it('are the nearest of few, with their cosines', () =>
    withStore(async (store) => {
      const random = new Seeded(1);
      const vectors = Array.from({ length: 100 }, () => vector(random));
      fill(store, vectors);
      const asked = vector(random);
      const near = await nearest(store, asked, {}, 100);
      for (const { position, similarity } of near) {
        expect(Math.abs(similarity - dot(asked, vectors[position]!))).toBeLessThan(0.01);
      }
      const similarities = near.map(({ similarity }) => similarity);
      expect(similarities).toEqual([...similarities].sort((one, other) => other - one));
      expect(near).toHaveLength(100);
    }));

  it('are the nearest of so many that signs choose first', () =>
    withStore(async (store) => {
      const random = new Seeded(2);
      const asked = vector(random);
      const vectors = Array.from({ length: 700 }, (_, index) =>
        index % 97 === 5 ? vector(random, asked, 0.3 + index / 6_000) : vector(random),
      );
      fill(store, vectors);
      const exact = vectors
        .map((values, position) => ({ position, similarity: dot(asked, values) }))
        .sort((one, other) => other.similarity - one.similarity)
        .slice(0, 10)
        .map(({ position }) => position);
      store.embedded('model', [{ sequence: 700, values: vector(random, undefined, 0, 64) }]);
      expect((await nearest(store, asked)).map(({ position }) => position)).toEqual(exact);
    }));

  it('are of the conversation and place that the message has', () =>
    withStore(async (store) => {
      const random = new Seeded(3);
      const own = Array.from({ length: 1_030 }, () => vector(random, undefined, 0, 64));
      const other = Array.from({ length: 3 }, () => vector(random, undefined, 0, 64));
      fill(store, own);
      fill(store, other, 'conversation-2');
      const first = async (values: Float32Array, scope = {}) => (await nearest(store, values, scope, 1))[0];
      expect(await first(own[1_027]!)).toMatchObject({
        conversationId: HOME.conversationId,
        position: 1_027,
      });
      expect((await first(other[1]!))?.similarity).toBeLessThan(0.9);
      expect(await first(other[1]!, { user: 'ann' })).toMatchObject({
        ...{ conversationId: 'conversation-2', position: 1 },
      });
    }));

  it('are replaced where a message is embedded again, and none where a vector has no direction', () =>
    withStore(async (store) => {
      const random = new Seeded(4);
      const [one, other] = [vector(random), vector(random)];
      fill(store, [one]);
      store.embedded('model', [{ sequence: 1, values: other }]);
      expect((await nearest(store, other))[0]?.similarity).toBeGreaterThan(0.99);
      store.embedded('model', [{ sequence: 1, values: new Float32Array(LENGTH) }]);
      expect((await nearest(store, other)).length).toBe(1);
      expect(await nearest(store, new Float32Array(LENGTH))).toEqual([]);
    }));
});
