import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@keyv/redis';
import type { RedisClientType } from '@keyv/redis';
import { startRedis } from '@yychat/services';
import type { RedisServer } from '@yychat/services';
import { systemClock } from '../clock.js';
import { createRedisCache } from '../redis/redis-cache.js';
import type { RedisCacheOptions } from '../redis/redis-cache.js';
import { connectRedis } from '../redis/redis-connection.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { TieredCache } from './tiered-cache.js';

type Cache = TieredCache<unknown>;

const NAMESPACE = 'shared';
const SPACE = `yychat:${NAMESPACE}:v1`;

let server: RedisServer;
let redis: RedisClientType;
/** One a process, so to say. */
let connections: RedisConnection[];
const caches: Cache[] = [];

beforeAll(async () => {
  server = await startRedis();
  redis = createClient({ url: server.url });
  await redis.connect();
  const connect = (): RedisConnection =>
    connectRedis({ url: server.url, commandTimeout: 2_000, silence: 6_000 });
  connections = [connect(), connect(), connect()];
  await eventually(() => connections.every(({ state }) => state === 'up'));
});
beforeEach(() => redis.flushAll());
afterEach(() => {
  for (const cache of caches.splice(0)) cache.close();
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  redis.destroy();
  await server.stop();
});

async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries === 300) throw new Error('It never was so.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** That many instances, which hear of each other's changes. */
async function instances(count: 1 | 2 | 3, options: Partial<RedisCacheOptions> = {}): Promise<Cache[]> {
  const made = connections
    .slice(0, count)
    .map((connection) => createRedisCache(connection, { namespace: NAMESPACE, jitter: 0, ...options }));
  caches.push(...made);
  for (const [index, cache] of made.entries()) {
    if (options.memory === false) continue;
    const key = `warm ${index}`;
    await eventually(async () => {
      const { memoryHits } = cache.figures;
      if ((await cache.get(key)) === undefined) await cache.set(key, true);
      return cache.figures.memoryHits > memoryHits;
    });
  }
  return made;
}

async function pair(options?: Partial<RedisCacheOptions>): Promise<[Cache, Cache]> {
  const [one, other] = await instances(2, options);
  return [one!, other!];
}

/** Its memory has the value, and gives it without asking Redis. */
async function remembers(cache: Cache, key: string, value: unknown): Promise<void> {
  await eventually(async () => {
    const { memoryHits } = cache.figures;
    return (await cache.get(key)) === value && cache.figures.memoryHits > memoryHits;
  });
}

const becomes = (cache: Cache, key: string, value: unknown): Promise<void> =>
  eventually(async () => (await cache.get(key)) === value);

/** A factory that takes a moment, and counts its calls. */
function counting(make: (call: number) => unknown): { factory: () => Promise<unknown>; calls: () => number } {
  let calls = 0;
  const factory = async (): Promise<unknown> => {
    const call = ++calls;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return make(call);
  };
  return { factory, calls: () => calls };
}

describe('caches that share a Redis', () => {
  it('find what another one has set', async () => {
    const [one, other] = await pair();
    const value = { name: 'Ada', tags: ['a', 'ü', '🎈'], none: null };
    expect(await one.set('a', value)).toBe(true);
    expect(await other.get('a')).toEqual(value);
    expect(await other.getMany(['a', 'b', 'a'])).toEqual([value, undefined, value]);
  });

  it('forget what another one sets anew, deletes or clears', async () => {
    const [one, other] = await pair();
    await one.set('a', 'old');
    await remembers(other, 'a', 'old');
    await one.set('a', 'new');
    await remembers(other, 'a', 'new');
    expect(await one.delete('a')).toBe(true);
    await becomes(other, 'a', undefined);
    await one.set('a', 'again');
    await one.set('b', 'too');
    await remembers(other, 'a', 'again');
    await remembers(other, 'b', 'too');
    expect(await one.clear()).toBe(true);
    await becomes(other, 'a', undefined);
    await becomes(other, 'b', undefined);
    expect(await redis.dbSize()).toBe(0);
  });

  it('clear their own namespace alone', async () => {
    const [one] = await pair();
    const [elsewhere] = await instances(1, { namespace: 'shared-2' });
    await elsewhere!.set('a', 'stays');
    await redis.set('foreign', 'stays');
    await one.clear();
    expect(await elsewhere!.get('a')).toBe('stays');
    expect(await redis.get('foreign')).toBe('stays');
  });

  it('give a value that was found behind no more than the rest of its lifetime', async () => {
    const time = { now: 0 };
    const clock = {
      ...systemClock,
      now: () => systemClock.now() + time.now,
      monotonic: () => systemClock.monotonic() + time.now,
    };
    const [one, other] = await pair({ clock });
    await one.set('a', 'here', { ttl: 50_000 });
    time.now += 40_000;
    await remembers(other, 'a', 'here');
    time.now += 11_000;
    // It is still in Redis, whose clock has not moved.
    expect(await redis.exists(`${SPACE}:a`)).toBe(1);
    expect(await other.get('a')).toBeUndefined();
  });

  it('let Redis drop what has expired', async () => {
    const [one] = await instances(1);
    await one!.set('a', 'here', { ttl: 5_000, staleFor: 2_000 });
    const left = await redis.pTTL(`${SPACE}:a`);
    expect(left).toBeGreaterThan(5_000);
    expect(left).toBeLessThanOrEqual(7_000);
  });

  it('call one factory for a thousand callers', async () => {
    const [one] = await instances(1);
    const { factory, calls } = counting(() => 'made');
    const asked = Array.from({ length: 1_000 }, () => one!.getOrSet('cold', factory));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['made']));
    expect(calls()).toBe(1);
  });

  it('call at most one factory each for a thousand callers of three', async () => {
    const three = await instances(3);
    const { factory, calls } = counting(() => 'made');
    const asked = Array.from({ length: 1_000 }, (_, index) => three[index % 3]!.getOrSet('cold', factory));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['made']));
    expect(calls()).toBeGreaterThanOrEqual(1);
    expect(calls()).toBeLessThanOrEqual(3);
    expect(await Promise.all(three.map((cache) => cache.get('cold')))).toEqual(['made', 'made', 'made']);
  });

  it('reject all who wait with what the one call threw, and let others try at once', async () => {
    const [one, other] = await pair();
    const thrown = new Error('no luck');
    const { factory, calls } = counting(() => {
      throw thrown;
    });
    const asked = Array.from({ length: 100 }, () =>
      one.getOrSet('cold', factory).catch((error: unknown) => error),
    );
    expect(new Set(await Promise.all(asked))).toEqual(new Set([thrown]));
    expect(calls()).toBe(1);
    expect(await redis.exists(`${SPACE}:cold`)).toBe(0);
    expect(await other.getOrSet('cold', () => 'made')).toBe('made');
  });

  it('let an old value stand in for a factory that fails, that of another instance too', async () => {
    const [one, other] = await pair({ staleFor: 60_000 });
    await one.set('a', 'old', { ttl: 1 });
    await eventually(async () => (await one.get('a')) === undefined);
    const fail = (): never => {
      throw new Error('no luck');
    };
    for (const cache of [one, other]) {
      const outcomes: string[] = [];
      const value = await cache.getOrSet('a', fail, { onOutcome: (outcome) => outcomes.push(outcome) });
      expect([value, ...outcomes]).toEqual(['old', 'stale']);
    }
    const [third] = await instances(1, { staleFor: 60_000 });
    expect(await third!.getOrSet('a', () => 'new')).toBe('new');
    await becomes(other, 'a', 'new');
  });

  it('keep nothing that was made while another one changed the key', async () => {
    const [one, other] = await pair();
    const { promise, resolve } = Promise.withResolvers<string>();
    const began = Promise.withResolvers<undefined>();
    const made = one.getOrSet('a', () => {
      began.resolve(undefined);
      return promise;
    });
    await began.promise;
    await other.set('a', 'newer');
    resolve('older');
    expect(await made).toBe('older');
    await becomes(one, 'a', 'newer');
    expect(await other.get('a')).toBe('newer');
  });

  it('do not see entries of another version', async () => {
    const [one] = await instances(1);
    const [next] = await instances(1, { version: 2 });
    await one!.set('a', 'old shape');
    expect(await next!.get('a')).toBeUndefined();
    await next!.set('a', 'new shape');
    expect(await one!.get('a')).toBe('old shape');
  });
});

const record = (member: object): string =>
  JSON.stringify({
    value: {
      format: 1,
      mark: 'abc',
      key: 'a',
      freshUntil: Date.now() + 60_000,
      fresh: 60_000,
      stale: 0,
      bytes: 4,
      json: 'foul',
      ...member,
    },
  });

const FOUL: readonly { name: string; put: (key: string) => Promise<unknown> }[] = [
  { name: 'bytes at random', put: (key) => redis.set(key, Buffer.from([0, 255, 254, 123, 34, 128, 10])) },
  { name: 'nothing', put: (key) => redis.set(key, '') },
  { name: 'null', put: (key) => redis.set(key, 'null') },
  { name: 'half a record', put: (key) => redis.set(key, record({}).slice(0, -9)) },
  { name: 'an old format', put: (key) => redis.set(key, record({ format: 0 })) },
  { name: 'the record of another key', put: (key) => redis.set(key, record({ key: 'b' })) },
  {
    name: 'what does not unpack',
    put: (key) => redis.set(key, record({ json: undefined, deflated: 'AAAA' })),
  },
  { name: 'a hash', put: (key) => redis.hSet(key, 'field', 'value') },
  { name: 'a list', put: (key) => redis.lPush(key, 'value') },
];

describe('a cache with a key under which there is', () => {
  it('a record', async () => {
    await redis.set(`${SPACE}:a`, record({}));
    const [one] = await instances(1, { memory: false });
    expect(await one!.get('a')).toBe('foul');
  });

  it.each(FOUL)('$name misses, and puts what is right there', async ({ put }) => {
    const key = `${SPACE}:a`;
    const [one] = await instances(1, { memory: false });
    await put(key);
    expect(await one!.get('a')).toBeUndefined();
    await put(key);
    expect(await one!.getMany(['b', 'a'])).toEqual([undefined, undefined]);
    await put(key);
    expect(await one!.getOrSet('a', () => 'made')).toBe('made');
    expect(await one!.get('a')).toBe('made');
    await redis.del(key);
    await put(key);
    expect(await one!.set('a', 'set')).toBe(true);
    expect(await one!.get('a')).toBe('set');
    expect(connections[0]!.state).toBe('up');
  });

  it('100 MB misses, and puts what is right there', async () => {
    const [one] = await instances(1, { memory: false });
    await redis.setRange(`${SPACE}:a`, 100 * 2 ** 20, 'x');
    expect(await one!.get('a')).toBeUndefined();
    expect(await one!.getOrSet('a', () => 'made')).toBe('made');
    expect(await one!.set('a', 'set')).toBe(true);
    expect(await one!.get('a')).toBe('set');
  });
});
