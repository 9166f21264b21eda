import { afterEach, describe, expect, it } from '@jest/globals';
import { startRedis, startRedisSentinel } from '@yychat/services';
import { connected, inStep, until } from './fixtures/connected.js';
import { createRedisCache } from './redis-cache.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe('a master that sentinels name', () => {
  it('is used, and so is the replica that takes its place', async () => {
    const master = await startRedis();
    ends.push(() => master.stop());
    const replica = await startRedis({ args: ['--replicaof', '127.0.0.1', String(master.port)] });
    ends.push(() => replica.stop());
    const sentinel = await startRedisSentinel('main', master);
    ends.push(() => sentinel.stop());

    const connection = await connected({ url: `redis-sentinel://127.0.0.1:${sentinel.port}#main` });
    ends.push(() => connection.close());
    const cache = createRedisCache<unknown>(connection, { namespace: 'sentinel' });
    ends.push(() => cache.close());
    await inStep(cache);
    expect(await cache.set('a', 'old')).toBe(true);

    await master.kill();
    const began = performance.now();
    expect(await cache.set('a', 'new')).toBe(false);
    expect(await cache.get('a')).toBe('new');
    expect(performance.now() - began).toBeLessThan(5_000);
    await until('the replica is the master', () => cache.set('b', 1), 30_000);
    await until('what was changed meanwhile is gone', async () => (await cache.get('a')) !== 'old');
    await until('it hears of changes', async () => {
      const before = cache.figures.memoryHits;
      await cache.set('c', 1);
      await cache.get('c');
      return cache.figures.memoryHits > before;
    });
  }, 60_000);
});
