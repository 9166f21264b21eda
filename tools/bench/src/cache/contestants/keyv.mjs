import KeyvRedis, { Keyv } from '@keyv/redis';

/** @typedef {import('./contestant.mjs').Contestant} Contestant */

const HOUR = 3_600_000;
const PLAIN_JSON = {
  /** @param {unknown} data */
  serialize: (data) => JSON.stringify(data),
  /** @param {string} text */
  deserialize: (text) => JSON.parse(text),
};

/**
 * @param {string} name
 * @param {(surroundings: import('./contestant.mjs').Surroundings) => Keyv} create
 * @returns {Contestant}
 */
function contestant(name, create) {
  return {
    name,
    async start(surroundings) {
      const keyv = create(surroundings);
      keyv.on('error', () => undefined);
      for (const key of surroundings.keys) await keyv.set(key, surroundings.value, HOUR);
      return { get: (key) => keyv.get(key), stop: () => keyv.disconnect() };
    },
  };
}

export const keyvMemory = contestant('keyv', () => new Keyv());
/** Hands out what it was given, the same object to all. */
export const keyvReferences = contestant(
  'keyv, no serializer',
  () => new Keyv({ serialize: /** @type {any} */ (undefined), deserialize: /** @type {any} */ (undefined) }),
);
export const keyvRedis = contestant(
  'keyv + @keyv/redis',
  ({ redis, space }) => new Keyv({ store: new KeyvRedis(redis), namespace: space }),
);
export const keyvRedisJson = contestant(
  'keyv + @keyv/redis, JSON',
  ({ redis, space }) =>
    new Keyv({
      store: new KeyvRedis(redis),
      namespace: space,
      useKeyPrefix: false,
      .../** @type {any} */ (PLAIN_JSON),
    }),
);
