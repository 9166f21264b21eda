import { createClient } from '@keyv/redis';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {Awaited<ReturnType<import('./fleet.mjs').startFleet>>} Fleet */
/** @typedef {(fleet: Fleet) => Promise<() => Promise<void>>} Fault does harm; what it gives mends that */

/** @type {(fleet: Fleet, commands: readonly string[][]) => Promise<void>} */
async function command({ redis }, commands) {
  const client = createClient({ url: redis.url });
  await client.connect();
  for (const each of commands) await client.sendCommand(each);
  await client.close();
}

/** @type {Readonly<Record<string, Fault>>} */
export const FAULTS = {
  frozen: async ({ redis }) => {
    redis.freeze();
    return async () => redis.thaw();
  },
  killed: async ({ redis }) => {
    await redis.kill();
    return () => redis.restart();
  },
  restarted: async ({ redis }) => {
    await redis.restart();
    return async () => undefined;
  },
  slow: async ({ proxy }) => {
    proxy.delay = 200;
    return async () => {
      proxy.delay = 0;
    };
  },
  full: async (fleet) => {
    await command(fleet, [
      ['CONFIG', 'SET', 'maxmemory-policy', 'noeviction'],
      ['CONFIG', 'SET', 'maxmemory', '1mb'],
    ]);
    return () => command(fleet, [['CONFIG', 'SET', 'maxmemory', '0']]);
  },
  'read-only': async (fleet) => {
    await command(fleet, [['REPLICAOF', '127.0.0.1', '1']]);
    return () => command(fleet, [['REPLICAOF', 'NO', 'ONE']]);
  },
  'wrong password': async (fleet) => {
    await command(fleet, [
      ['CONFIG', 'SET', 'requirepass', 'another'],
      ['CLIENT', 'KILL', 'TYPE', 'normal'],
      ['CLIENT', 'KILL', 'TYPE', 'pubsub'],
    ]);
    return () => fleet.redis.restart();
  },
  flushed: async (fleet) => {
    const stop = new AbortController();
    const flushing = (async () => {
      while (!stop.signal.aborted) {
        await command(fleet, [['FLUSHALL']]);
        await sleep(250, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    })();
    return async () => {
      stop.abort();
      await flushing;
    };
  },
};
