import { connectRedis, createRedisCache } from '@yychat/cache/redis';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('./contestant.mjs').Contestant} Contestant */

/**
 * @param {string} name
 * @param {number} maxEntries of the memory in front
 * @returns {Contestant}
 */
function contestant(name, maxEntries) {
  return {
    name,
    async start({ redis, space, value, keys }) {
      // A busy machine is not what is measured.
      const connection = connectRedis({ url: redis, commandTimeout: 5_000 });
      while (connection.state !== 'up') await sleep(10);
      const cache = createRedisCache(connection, {
        namespace: space,
        memory: { maxEntries },
        checkAfter: 3_600_000,
      });
      for (const key of keys) await cache.set(key, value);
      await sleep(100);
      return {
        get: (key) => cache.get(key),
        stop: () => {
          cache.close();
          return connection.close();
        },
      };
    },
  };
}

export const yychatMemory = contestant('yychat', 10_000);
/** Its memory has always just lost what is asked for, and keeps what it gets. */
export const yychatRedis = contestant('yychat', 16);
