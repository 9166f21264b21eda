import { createClient } from '@keyv/redis';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { startRedis, type RedisServer } from '@yychat/services';
import { describeMetricsStore } from '../testing/index.js';
import { RedisMetricsStore } from './redis-metrics-store.js';

let server: RedisServer;
let database = 0;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describeMetricsStore({
  describe,
  it,
  name: 'RedisMetricsStore',
  create: async ({ clock, limits }) => {
    const prefix = `test:${(database += 1)}`;
    const clients: { destroy(): void }[] = [];
    const open = async () => {
      const client = createClient({ url: server.url });
      await client.connect();
      clients.push(client);
      return new RedisMetricsStore({ commands: client, clock, prefix, limits });
    };
    return {
      store: await open(),
      another: open,
      reopen: open,
      close: async () => {
        for (const client of clients) client.destroy();
        return Promise.resolve();
      },
    };
  },
});
