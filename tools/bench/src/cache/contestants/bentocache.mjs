import { createClient } from '@keyv/redis';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';

/** @typedef {import('./contestant.mjs').Contestant} Contestant */
/** @typedef {Awaited<ReturnType<typeof connect>>} Client */

/** @param {string} url */
async function connect(url) {
  const client = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Its own Redis driver is for another client: this is the least that one for node-redis has to do. */
class RedisDriver {
  type = /** @type {const} */ ('l2');
  #client;
  #prefix;

  /**
   * @param {Client} client
   * @param {string} prefix
   */
  constructor(client, prefix) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** @param {string} name */
  namespace(name) {
    return new RedisDriver(this.#client, `${this.#prefix}:${name}`);
  }

  /** @param {string} key */
  async get(key) {
    return (await this.#client.get(`${this.#prefix}:${key}`)) ?? undefined;
  }

  /**
   * @param {string} key
   * @param {string} value
   * @param {number} [ttl]
   */
  async set(key, value, ttl) {
    await this.#client.set(`${this.#prefix}:${key}`, value, ttl === undefined ? {} : { PX: ttl });
    return true;
  }

  /** @param {string} key */
  async delete(key) {
    return (await this.#client.unlink(`${this.#prefix}:${key}`)) > 0;
  }

  async disconnect() {
    this.#client.destroy();
  }
}

/**
 * @param {string} name
 * @param {object} memory
 * @returns {Contestant}
 */
function inMemory(name, memory) {
  return {
    name,
    async start({ value, keys }) {
      const store = bentostore().useL1Layer(memoryDriver(memory));
      return filled(new BentoCache({ default: 'all', stores: { all: store } }), value, keys);
    },
  };
}

/**
 * @param {BentoCache<any>} cache
 * @param {unknown} value
 * @param {readonly string[]} keys
 */
async function filled(cache, value, keys) {
  for (const key of keys) await cache.set({ key, value, ttl: '1h' });
  return {
    /** @param {string} key */
    get: (key) => cache.get({ key }),
    stop: () => cache.disconnectAll(),
  };
}

export const bentocacheMemory = inMemory('bentocache', { maxItems: 10_000 });
export const bentocacheReferences = inMemory('bentocache, no serializer', {
  maxItems: 10_000,
  serialize: false,
});

/** @type {Contestant} */
export const bentocacheRedis = {
  name: 'bentocache',
  async start({ redis, space, value, keys }) {
    const client = await connect(redis);
    const driver = { options: {}, factory: () => new RedisDriver(client, space) };
    const store = bentostore()
      .useL1Layer(memoryDriver({ maxItems: 16 }))
      .useL2Layer(/** @type {any} */ (driver));
    return filled(new BentoCache({ default: 'all', stores: { all: store } }), value, keys);
  },
};
