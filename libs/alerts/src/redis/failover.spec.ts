import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@keyv/redis';
import { startRedis, type RedisServer } from '@yychat/services';
import { OutboxDispatcher } from '../delivery/index.js';
import { answering, startReceiver, type Receiver } from '../delivery/fixtures/receiver.js';
import { AlertEvaluator } from '../evaluator/alert-evaluator.js';
import { FixedEngines } from '../fixtures/fixed-engines.js';
import { bad, good, ruleOf } from '../fixtures/rules.js';
import { systemClock, type Clock } from '../ports/clock.js';
import { RedisAlertStore } from './redis-alert-store.js';
import { RedisLease } from './redis-lease.js';

const TTL = 400;
const INTERVAL = 100;

let server: RedisServer;
let receiver: Receiver;
beforeAll(async () => {
  [server, receiver] = await Promise.all([startRedis(), startReceiver(answering(200, ''))]);
});
afterAll(async () => {
  await Promise.all([server.stop(), receiver.close()]);
});

/** One instance of a service, which can die: from then on its timers never fire, and its connection is gone. */
class Instance {
  readonly evaluator: AlertEvaluator;
  readonly #client: ReturnType<typeof createClient>;
  #dead = false;

  constructor(client: ReturnType<typeof createClient>, id: string, prefix: string, isBad: () => boolean) {
    this.#client = client;
    const clock: Clock = {
      ...systemClock,
      after: (delay, callback) =>
        systemClock.after(delay, () => {
          if (!this.#dead) callback();
        }),
    };
    const redis = { client, clock, prefix };
    this.evaluator = new AlertEvaluator({
      store: new RedisAlertStore(redis),
      lease: new RedisLease({ ...redis, id, ttl: TTL }),
      source: { query: () => (isBad() ? bad : good) },
      engines: new FixedEngines('a'),
      dispatcher: new OutboxDispatcher({ clock, addresses: { allow: ['127.0.0.1'] } }),
      clock,
      interval: INTERVAL,
    });
    this.evaluator.start();
  }

  static async start(id: string, prefix: string, isBad: () => boolean): Promise<Instance> {
    const client = createClient({ url: server.url });
    client.on('error', () => undefined);
    await client.connect();
    return new Instance(client as never, id, prefix, isBad);
  }

  get leads(): boolean {
    return !this.#dead && this.evaluator.figures().role === 'leading';
  }

  die(): void {
    this.#dead = true;
    this.#client.destroy();
  }

  async stop(): Promise<void> {
    await this.evaluator.stop();
    this.die();
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (await condition()) return;
    await wait(10);
  }
  throw new Error('it did not come to that');
}

describe('three instances on one Redis', () => {
  it('have one that evaluates; when it dies another goes on, and no message is lost, and each is known by its key', async () => {
    const prefix = '{test:failover}';
    let isBad = false;
    let started = 0;
    const start = () => Instance.start(`instance-${++started}`, prefix, () => isBad);
    const client = createClient({ url: server.url });
    await client.connect();
    const store = new RedisAlertStore({ client, clock: systemClock, prefix });
    const hook = { id: 'hook', version: 1, type: 'webhook', enabled: true, url: receiver.url };
    await store.commit({
      writes: [
        { collection: 'rules', id: 'errors', value: ruleOf() },
        { collection: 'channels', id: 'hook', value: hook },
      ],
    });
    const instances = await Promise.all([start(), start(), start()]);
    try {
      for (let round = 0; round < 3; round++) {
        await until(() => instances.some(({ leads }) => leads));
        expect(instances.filter(({ leads }) => leads)).toHaveLength(1);
        isBad = true;
        const incident = async () =>
          [...(await store.read('incidents')).values()].find(({ resolvedAt }) => resolvedAt === null);
        await until(async () => (await incident()) !== undefined);
        const leader = instances.findIndex(({ leads }) => leads);
        instances[leader]?.die();
        instances[leader] = await start();
        await until(() => instances.some(({ leads }) => leads));
        isBad = false;
        await until(async () => (await store.read('incidents')).size === 0);
      }
      await until(async () => (await store.read('outbox')).size === 0);
      const fired = (await store.history({ types: ['fired'] })).map(({ incidentId }) => incidentId).sort();
      // What was on its way when its sender died comes twice, and says so by its key.
      const keys = [
        ...new Set(receiver.received.map(({ headers }) => String(headers['idempotency-key']))),
      ].sort();
      expect(fired).toHaveLength(3);
      expect(keys).toEqual(
        fired.flatMap((id) => [`hook%3A${id}%3Afired%3A0`, `hook%3A${id}%3Aresolved%3A0`]).sort(),
      );
    } finally {
      await Promise.all(instances.map((instance) => instance.stop()));
      client.destroy();
    }
  }, 30_000);

  it('go on without Redis: the one that evaluated tells all the same', async () => {
    const prefix = '{test:detached}';
    let isBad = false;
    const client = createClient({ url: server.url });
    await client.connect();
    const store = new RedisAlertStore({ client, clock: systemClock, prefix });
    const hook = { id: 'hook', version: 1, type: 'webhook', enabled: true, url: receiver.url };
    await store.commit({
      writes: [
        { collection: 'rules', id: 'down', value: ruleOf({ id: 'down' }) },
        { collection: 'channels', id: 'hook', value: hook },
      ],
    });
    const instances = await Promise.all(
      [1, 2, 3].map((n) => Instance.start(`lonely-${n}`, prefix, () => isBad)),
    );
    const told = () => receiver.received.filter(({ body }) => body.includes('"rule_id":"down"')).length;
    try {
      await until(() => instances.some(({ leads }) => leads));
      server.freeze();
      isBad = true;
      await until(() => told() > 0);
      server.thaw();
      await until(
        async () => (await store.read('incidents')).size === 1 && (await store.read('outbox')).size === 0,
      );
      expect(told()).toBe(1);
    } finally {
      server.thaw();
      await Promise.all(instances.map((instance) => instance.stop()));
      client.destroy();
    }
  }, 30_000);
});
