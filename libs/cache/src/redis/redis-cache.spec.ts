import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { startRedis } from '@yychat/services';
import type { RedisServer } from '@yychat/services';
import { describeCache } from '../testing/describe-cache.js';
import type { CacheSettings, CacheUnderTest } from '../testing/kit-options.js';
import { connected, inStep } from './fixtures/connected.js';
import { createRedisCache } from './redis-cache.js';
import type { RedisCacheOptions } from './redis-cache.js';
import type { RedisConnection } from './redis-connection.js';

let server: RedisServer;
let connection: RedisConnection;
beforeAll(async () => {
  server = await startRedis();
  connection = await connected({ url: server.url });
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

let made = 0;
async function create(settings: CacheSettings, options: Partial<RedisCacheOptions>): Promise<CacheUnderTest> {
  const cache = createRedisCache(connection, { ...settings, ...options, namespace: `kit-${++made}` });
  if (options.memory !== false) await inStep(cache);
  return { cache, close: () => cache.close() };
}

describeCache({ describe, it, name: 'Memory in front of Redis', create: (settings) => create(settings, {}) });
describeCache({
  describe,
  it,
  name: 'Redis alone',
  create: (settings) => create(settings, { memory: false }),
});
describeCache({
  describe,
  it,
  name: 'Redis with everything compressed',
  create: (settings) => create(settings, { memory: false, compressAbove: 0 }),
});
