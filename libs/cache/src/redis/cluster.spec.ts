import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisCluster } from '@yychat/services';
import type { RedisCluster } from '@yychat/services';
import { connected, inStep, until } from './fixtures/connected.js';
import { createRedisCache } from './redis-cache.js';
import type { RedisConnection } from './redis-connection.js';

const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`);

describe('a cluster', () => {
  let cluster: RedisCluster;
  const connections: RedisConnection[] = [];
  beforeAll(async () => {
    cluster = await startRedisCluster(2);
  }, 30_000);
  afterAll(async () => {
    for (const connection of connections) await connection.close();
    await cluster.stop();
  });

  async function instance(memory: false | undefined): Promise<ReturnType<typeof createRedisCache<unknown>>> {
    const url = `redis-cluster://${cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
    const connection = await connected({ url });
    connections.push(connection);
    const cache = createRedisCache<unknown>(connection, {
      namespace: 'cluster',
      ...(memory === undefined ? {} : { memory }),
    });
    if (memory !== false) await inStep(cache);
    return cache;
  }

  it('keeps entries on all nodes, for all instances', async () => {
    const [one, other] = [await instance(false), await instance(undefined)];
    expect(await Promise.all(keys.map((key, index) => one.set(key, index)))).not.toContain(false);
    expect(await one.getMany(keys)).toEqual(keys.map((_, index) => index));
    expect(await other.getMany(keys)).toEqual(keys.map((_, index) => index));
    await one.set('key 7', 'new');
    await until('the other one has heard of it', async () => (await other.get('key 7')) === 'new');
    expect(await Promise.all(keys.map((key) => other.getOrSet(`made of ${key}`, () => key)))).toEqual(keys);
    expect(await one.getMany(keys.map((key) => `made of ${key}`))).toEqual(keys);
    expect(await other.delete('key 1')).toBe(true);
    expect(await one.get('key 1')).toBeUndefined();
    expect(await one.clear()).toBe(true);
    expect((await one.getMany(keys)).filter((value) => value !== undefined)).toEqual([]);
    one.close();
    other.close();
  });

  it('goes on in memory for what a node had that is gone, and shares it again when that is back', async () => {
    const cache = await instance(undefined);
    await Promise.all(keys.map((key) => cache.set(key, 'old')));
    const [node] = cluster.nodes;
    await node?.kill();
    const began = performance.now();
    const stored = await Promise.all(keys.map((key) => cache.set(key, 'new')));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(new Set(stored)).toEqual(new Set([true, false]));
    await node?.restart();
    await until(
      'all is stored again',
      async () => !(await Promise.all(keys.map((key) => cache.set(key, 1)))).includes(false),
    );
    cache.close();
  }, 30_000);
});
