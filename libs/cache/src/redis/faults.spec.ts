import { afterEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { createClient } from '@keyv/redis';
import { startRedis, startSlowProxy } from '@yychat/services';
import type { RedisServer, SlowProxy } from '@yychat/services';
import { systemClock } from '../clock.js';
import type { TieredCache } from '../tiered/tiered-cache.js';
import { createRedisCache } from './redis-cache.js';
import type { RedisCacheOptions } from './redis-cache.js';
import { connectRedis } from './redis-connection.js';
import type { RedisConnection } from './redis-connection.js';

/** Generous: calls settle sooner than this, whatever Redis does. Milliseconds. */
const SOON = 1_000;
const SECRET = 'opensesame-4711';
const WRONG = 'swordfish-0815';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(): Promise<RedisServer> {
  const server = await startRedis({ args: ['--requirepass', SECRET] });
  ends.push(() => server.stop());
  return server;
}

async function slowProxy(server: RedisServer): Promise<SlowProxy> {
  const proxy = await startSlowProxy(server.port, 0);
  ends.push(() => proxy.stop());
  return proxy;
}

async function tell(server: RedisServer, ...command: string[]): Promise<void> {
  const admin = createClient({ url: server.url, password: SECRET });
  await admin.connect();
  await admin.sendCommand(command);
  admin.destroy();
}

interface Instance {
  readonly connection: RedisConnection;
  readonly cache: TieredCache<string>;
  /** What it logged, and said of its state. */
  readonly told: unknown[];
  /** Put forward, it makes the last refusal old. */
  readonly time: { skew: number };
}

function instance(port: number, options: Partial<RedisCacheOptions> = {}, password = SECRET): Instance {
  const told: unknown[] = [];
  const time = { skew: 0 };
  const note = (...line: unknown[]): void => void told.push(line);
  const logger = { info: note, warn: note };
  const connection = connectRedis(
    {
      url: `redis://:${password}@127.0.0.1:${port}`,
      ...{ commandTimeout: 150, connectTimeout: 300, silence: 450, probeEvery: 50 },
    },
    { clock: { ...systemClock, monotonic: () => systemClock.monotonic() + time.skew }, logger },
  );
  connection.onChange(note);
  const cache = createRedisCache<string>(connection, { namespace: 'faults', logger, ...options });
  ends.push(() => connection.close(), cache.close.bind(cache));
  return { connection, cache, told, time };
}

async function eventually(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries === 200) throw new Error(`It never was so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const isUp = ({ connection }: Instance) => eventually(() => connection.state === 'up', 'Redis is up');

/** From then on it hears of what other instances change. */
async function inStep(one: Instance): Promise<void> {
  await isUp(one);
  const { cache } = one;
  const before = cache.figures.memoryHits;
  const isKept = async (): Promise<boolean> => {
    if ((await cache.get('warm')) === undefined) await cache.set('warm', 'up');
    return cache.figures.memoryHits > before;
  };
  await eventually(isKept, 'memory is used');
}

async function soon<T>(work: Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await work;
  expect(performance.now() - began).toBeLessThan(SOON);
  return value;
}

interface Fault {
  readonly name: string;
  readonly hurt: (server: RedisServer, proxy: SlowProxy) => unknown;
  readonly heal: (server: RedisServer, proxy: SlowProxy) => unknown;
}

const FAULTS: readonly Fault[] = [
  { name: 'killed', hurt: (server) => server.kill(), heal: (server) => server.restart() },
  { name: 'frozen', hurt: (server) => server.freeze(), heal: (server) => server.thaw() },
  {
    name: 'full',
    hurt: (server) => tell(server, 'CONFIG', 'SET', 'maxmemory', '1'),
    heal: (server) => tell(server, 'CONFIG', 'SET', 'maxmemory', '0'),
  },
  {
    name: 'read-only',
    hurt: (server) => tell(server, 'REPLICAOF', '127.0.0.1', '1'),
    heal: (server) => tell(server, 'REPLICAOF', 'NO', 'ONE'),
  },
  {
    name: 'late by 200 ms',
    hurt: (_, proxy) => (proxy.delay = 200),
    heal: (_, proxy) => (proxy.delay = 0),
  },
];

describe('a cache whose Redis', () => {
  it.each(FAULTS)('is $name goes on in memory, tells the truth, and recovers by itself', async (fault) => {
    const server = await start();
    const proxy = await slowProxy(server);
    const [one, other] = [instance(proxy.port), instance(server.port)];
    const { cache, connection } = one;
    await Promise.all([inStep(one), inStep(other)]);
    expect(await cache.set('kept', 'old')).toBe(true);
    expect(await cache.set('changed', 'old')).toBe(true);
    expect(await other.cache.getMany(['kept', 'changed'])).toEqual(['old', 'old']);

    await fault.hurt(server, proxy);
    expect(await soon(cache.get('kept'))).toBe('old');
    expect(await soon(cache.set('changed', 'new'))).toBe(false);
    expect(await soon(cache.get('changed'))).toBe('new');
    const keys = Array.from({ length: 10 }, (_, index) => `key ${index}`);
    const sets = await soon(Promise.all(keys.map((key) => cache.set(key, 'here'))));
    expect(sets).not.toContain(true);
    expect(await soon(cache.getMany([...keys, 'never']))).toEqual([...keys.map(() => 'here'), undefined]);
    expect(await soon(cache.getOrSet('cold', () => 'made'))).toBe('made');
    expect(await soon(cache.getOrSet('cold', () => 'made again'))).toBe('made');
    await soon(cache.delete('key 0'));
    expect(await soon(cache.has('key 0'))).toBe(false);
    expect(['degraded', 'down']).toContain(connection.state);
    const health = await soon(connection.health());
    expect(health.status).not.toBe('up');

    await fault.heal(server, proxy);
    one.time.skew = other.time.skew = 10_000;
    const isBack = async (): Promise<boolean> =>
      (await soon(cache.set('kept', 'newest'))) && connection.state === 'up';
    await eventually(isBack, 'Redis is up and takes values');
    expect(['new', undefined]).toContain(await cache.get('changed'));
    await isUp(other);
    await eventually(async () => (await other.cache.get('kept')) === 'newest', 'the new value is shared');
    await eventually(async () => (await other.cache.get('changed')) === undefined, 'the old value is gone');
    expect(inspect([one.told, other.told, health, connection], { depth: 4 })).not.toContain(SECRET);
    expect(inspect(one.told)).toMatch(/degraded|down/);
  });

  it('is absent at start works in memory, and shares as soon as it is there', async () => {
    const server = await start();
    await server.kill();
    const one = instance(server.port);
    expect(await soon(one.cache.set('a', 'old'))).toBe(false);
    expect(await soon(one.cache.get('a'))).toBe('old');
    expect(await soon(one.cache.clear())).toBe(false);
    expect(await soon(one.cache.get('a'))).toBeUndefined();
    await server.restart();
    await eventually(() => one.cache.set('a', 'new'), 'values are stored');
    expect(await instanceGets(server.port, 'a')).toBe('new');
    expect(one.connection.state).toBe('up');
  });

  it('takes another password works in memory, and never repeats the one it has', async () => {
    const server = await start();
    const one = instance(server.port, {}, WRONG);
    await eventually(() => one.connection.state === 'down', 'Redis is down');
    expect(await soon(one.cache.set('a', 'old'))).toBe(false);
    expect(await soon(one.cache.getOrSet('a', () => 'new'))).toBe('old');
    const error = await one.connection.run((client) => client.ping()).catch((thrown: unknown) => thrown);
    const health = await one.connection.health();
    expect(health).toMatchObject({ status: 'down', reason: 'WRONGPASS' });
    expect(inspect([one.told, error, health, one.connection], { depth: 4 })).not.toContain(WRONG);
  });

  it('was flushed misses, and stores again', async () => {
    const server = await start();
    const one = instance(server.port, { memory: false });
    await isUp(one);
    await one.cache.set('a', 'old');
    await tell(server, 'FLUSHALL');
    expect(await soon(one.cache.get('a'))).toBeUndefined();
    expect(await soon(one.cache.set('a', 'new'))).toBe(true);
    expect(await instanceGets(server.port, 'a')).toBe('new');
    expect(one.connection.state).toBe('up');
  });

  it('was out of reach does not serve what others changed meanwhile', async () => {
    const server = await start();
    const proxy = await slowProxy(server);
    const [one, other] = [instance(proxy.port), instance(server.port)];
    await Promise.all([inStep(one), inStep(other)]);
    await one.cache.set('changed', 'old');
    await one.cache.set('deleted', 'old');
    expect(await one.cache.getMany(['changed', 'deleted'])).toEqual(['old', 'old']);

    proxy.delay = 1_500;
    await eventually(() => one.connection.state === 'down', 'Redis is out of reach');
    expect(await other.cache.set('changed', 'new')).toBe(true);
    expect(await other.cache.delete('deleted')).toBe(true);
    expect(await soon(one.cache.get('changed'))).toBe('old');

    proxy.delay = 0;
    await isUp(one);
    expect(await soon(one.cache.getMany(['changed', 'deleted']))).toEqual(['new', undefined]);
    await inStep(one);
    expect(await one.cache.getMany(['changed', 'deleted'])).toEqual(['new', undefined]);
  });
});

/** What a process sees that has just been started. */
async function instanceGets(port: number, key: string): Promise<string | undefined> {
  const fresh = instance(port, { memory: false });
  await isUp(fresh);
  return fresh.cache.get(key);
}
