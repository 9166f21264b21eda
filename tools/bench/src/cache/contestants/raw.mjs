import { createClient } from '@keyv/redis';

/**
 * What cannot be undercut without doing less: node-redis and JSON.
 * @type {import('./contestant.mjs').Contestant}
 */
export const rawRedis = {
  name: 'node-redis + JSON',
  async start({ redis, space, value, keys }) {
    const client = createClient({ url: redis });
    client.on('error', () => undefined);
    await client.connect();
    for (const key of keys) await client.set(`${space}:${key}`, JSON.stringify(value));
    return {
      async get(key) {
        const text = await client.get(`${space}:${key}`);
        return typeof text === 'string' ? JSON.parse(text) : undefined;
      },
      stop: () => client.destroy(),
    };
  },
};
