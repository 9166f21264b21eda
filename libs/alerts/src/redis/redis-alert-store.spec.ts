import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@keyv/redis';
import { startRedis, type RedisServer } from '@yychat/services';
import { systemClock } from '../ports/clock.js';
import { describeAlertStore } from '../testing/describe-alert-store.js';
import { describeLease } from '../testing/describe-lease.js';
import { RedisAlertStore } from './redis-alert-store.js';
import type { RedisCommands } from './redis-commands.js';
import { RedisLease } from './redis-lease.js';

let server: RedisServer;
const clients: { destroy(): void }[] = [];
let prefixes = 0;

async function connect(protocol: 2 | 3): Promise<RedisCommands> {
  const client = createClient({ url: server.url, RESP: protocol });
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

beforeAll(async () => {
  server = await startRedis();
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await server.stop();
});

for (const protocol of [2, 3] as const) {
  let shared: ReturnType<typeof connect> | undefined;
  describeAlertStore({
    describe,
    it,
    name: `RedisAlertStore (RESP${protocol})`,
    create: async ({ historyKept }) => {
      shared ??= connect(protocol);
      const options = {
        client: await shared,
        clock: systemClock,
        prefix: `{test:${++prefixes}}`,
        historyKept,
      };
      const store = new RedisAlertStore(options);
      return {
        store,
        reopen: () => Promise.resolve(new RedisAlertStore(options)),
        close: () => Promise.resolve(),
      };
    },
  });
}

describeLease({
  describe,
  it,
  name: 'RedisLease',
  create: async () => {
    const client = await connect(2);
    const prefix = `{test:${++prefixes}}`;
    let ids = 0;
    return {
      another: () =>
        new RedisLease({ client, clock: systemClock, prefix, id: `instance-${++ids}`, ttl: 300 }),
      expire: () => wait(350),
      close: () => Promise.resolve(),
    };
  },
});

describe('a Redis that does not answer', () => {
  it('is an error of the store, in time', async () => {
    const client = await connect(2);
    const options = { client, clock: systemClock, prefix: '{test:frozen}', timeout: 200 };
    server.freeze();
    try {
      const asked = [
        new RedisAlertStore(options).revision(),
        new RedisAlertStore(options).commit({}),
        new RedisLease({ ...options, id: 'me' }).hold(),
      ];
      for (const outcome of await Promise.allSettled(asked)) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'alert_store_failed' } });
      }
    } finally {
      server.thaw();
    }
  });

  it('has its password in no message', async () => {
    const client = { sendCommand: () => Promise.reject(new Error('redis://user:s3cret@host failed')) };
    const error = await new RedisAlertStore({ client, clock: systemClock })
      .revision()
      .catch((caught: unknown) => caught);
    expect(String(error)).toBe('AlertStoreError: Redis could not be asked.');
  });
});
