import KeyvRedis, { Keyv } from '@keyv/redis';
import { createCache } from 'cache-manager';

/** @typedef {import('./contestant.mjs').Contestant} Contestant */

/**
 * @param {string} name
 * @param {(surroundings: import('./contestant.mjs').Surroundings) => any[]} stores
 * @returns {Contestant}
 */
function contestant(name, stores) {
  return {
    name,
    async start(surroundings) {
      const cache = createCache({ stores: stores(surroundings), ttl: 3_600_000 });
      for (const key of surroundings.keys) await cache.set(key, surroundings.value);
      return { get: (key) => cache.get(key), stop: () => cache.disconnect() };
    },
  };
}

export const cacheManagerMemory = contestant('cache-manager', () => [new Keyv()]);
export const cacheManagerReferences = contestant('cache-manager, no serializer', () => [
  new Keyv({ serialize: /** @type {any} */ (undefined), deserialize: /** @type {any} */ (undefined) }),
]);
export const cacheManagerRedis = contestant('cache-manager', ({ redis, space }) => [
  new Keyv({ store: new KeyvRedis(redis), namespace: space, useKeyPrefix: false }),
]);
