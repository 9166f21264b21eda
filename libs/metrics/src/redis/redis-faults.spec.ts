import { createClient } from '@keyv/redis';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@yychat/engine-core';
import { startRedis, type RedisServer } from '@yychat/services';
import { setTimeout as wait } from 'node:timers/promises';
import { Metrics } from '../service/metrics.js';
import { checkSpread, longTailed, seeded } from '../testing/exact.js';
import { runTurn } from '../testing/run-turn.js';
import type { RedisCommands } from './redis-commands.js';
import { RedisMetricsStore } from './redis-metrics-store.js';

const DEADLINE = 150;

let server: RedisServer;
const clients: { destroy(): void }[] = [];

beforeEach(async () => {
  server = await startRedis();
});
afterEach(async () => {
  await server.stop();
  for (const client of clients.splice(0)) client.destroy();
});

/** A client that fails at once without a connection, and comes back by itself. */
const newClient = (url: string) =>
  createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: 300,
    socket: { connectTimeout: 300, socketTimeout: 900, reconnectStrategy: () => 30 },
  });
type Client = ReturnType<typeof newClient>;

async function connect(): Promise<Client> {
  const client = newClient(server.url);
  client.on('error', () => undefined);
  clients.push(client);
  await client.connect();
  return client;
}

function metricsWith(commands: RedisCommands, instance: string, deadline = 5_000): Metrics {
  const store = new RedisMetricsStore({ commands, clock: systemClock, deadline });
  return new Metrics({ store, clock: systemClock, logger: silentLogger, instance });
}

/** Has metrics write until it goes well. */
async function writeWell(metrics: Metrics): Promise<void> {
  for (let i = 0; i < 100 && !(await metrics.write()); i++) await wait(50);
}

/** How many turns and events were dropped, and how many batches failed. */
function troubles(metrics: Metrics): Record<string, number> {
  const names = ['metrics_dropped_turns', 'metrics_dropped_records', 'metrics_failed_writes'];
  return Object.fromEntries(
    names.map((name) => {
      const figure = metrics.figures.figures.get(name);
      return [name, figure?.kind === 'counter' ? figure.total() : NaN];
    }),
  );
}

describe('metrics in Redis', () => {
  it.each<[string, number]>([
    ['frozen for less than it takes to break the connection off', 500],
    ['frozen for longer', 2_000],
  ])(
    'count every turn once when Redis was %s',
    async (_, duration) => {
      const writer = metricsWith(await connect(), 'writer', DEADLINE);
      const reader = metricsWith(await connect(), 'reader');
      const random = seeded(duration);
      const totals: number[] = [];
      const turns = (count: number) => {
        for (let i = 0; i < count; i++) {
          const total = longTailed(random);
          totals.push(total);
          runTurn(writer, { total, id: `turn ${totals.length}` });
        }
      };
      turns(100);
      await writeWell(writer);
      server.freeze();
      try {
        for (const end = performance.now() + duration; performance.now() < end;) {
          turns(20);
          expect(await writer.write()).toBe(false);
          await wait(50);
        }
      } finally {
        server.thaw();
      }
      turns(20);
      await writeWell(writer);
      // What did not fit into that batch.
      await writeWell(writer);
      const { total_time: spread, complete } = await reader.queries.statistics({ window: '1h' });
      expect(complete).toBe(true);
      checkSpread(spread, totals);
      const recent = await reader.queries.turns.recent({ count: 10_000 });
      expect(new Set(recent.map(({ request_id }) => request_id)).size).toBe(totals.length);
      expect(recent).toHaveLength(totals.length);
      const { metrics_failed_writes: failed, ...dropped } = troubles(writer);
      expect(dropped).toEqual({ metrics_dropped_turns: 0, metrics_dropped_records: 0 });
      expect(failed).toBeGreaterThan(0);
    },
    20_000,
  );

  it('go on when Redis was killed and came back empty, and say until then that they are incomplete', async () => {
    const writer = metricsWith(await connect(), 'writer');
    runTurn(writer, { total: 1 });
    expect(await writer.write()).toBe(true);
    await server.kill();
    runTurn(writer, { total: 2 });
    expect(await writer.write()).toBe(false);
    const alone = await writer.queries.statistics();
    expect([alone.complete, alone.summary.total_requests]).toEqual([false, 2]);
    await server.restart();
    await writeWell(writer);
    const reader = metricsWith(await connect(), 'reader');
    const { complete, summary } = await reader.queries.statistics();
    // What the killed Redis had of buckets that are not over is written again as a whole.
    expect([complete, summary.total_requests]).toEqual([true, 2]);
  });

  it('do not pile up what they send while Redis does not answer', async () => {
    const client = await connect();
    let waiting = 0;
    let most = 0;
    const counted: RedisCommands = {
      eval: async (script, options) => {
        most = Math.max(most, (waiting += 1));
        return client.eval(script, options).finally(() => (waiting -= 1));
      },
    };
    const metrics = metricsWith(counted, 'writer', DEADLINE);
    server.freeze();
    try {
      await Promise.all(Array.from({ length: 12 }, () => metrics.write()));
    } finally {
      server.thaw();
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('ask Redis once for a batch, and once a second at most for all that is asked of them', async () => {
    const client = await connect();
    let asked = 0;
    const counted: RedisCommands = {
      eval: (script, options) => {
        asked++;
        return client.eval(script, options);
      },
    };
    const metrics = metricsWith(counted, 'writer');
    runTurn(metrics, { total: 1 });
    await metrics.write();
    expect(asked).toBe(1);
    for (let i = 0; i < 5; i++) await metrics.queries.realtime({ window: '5m' });
    // One to find the generation, one for what changes, the rest for buckets that are over.
    const first = asked;
    for (let i = 0; i < 5; i++) await metrics.queries.realtime({ window: '5m' });
    expect(asked).toBeLessThanOrEqual(first + 1);
  });

  it('leave nothing in Redis for ever', async () => {
    const client = await connect();
    const metrics = metricsWith(client, 'writer');
    runTurn(metrics, { total: 1 });
    metrics.recordEvent('test');
    await metrics.write();
    const keys = await client.keys('*');
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) expect([key, await client.pTTL(key)]).not.toEqual([key, -1]);
  });

  it('leave no key of what was cleared', async () => {
    const client = await connect();
    const metrics = metricsWith(client, 'writer');
    await client.set('of others', 'stays');
    runTurn(metrics, { total: 1 });
    await metrics.write();
    await metrics.clear();
    const keys = (await client.keys('*')).sort();
    expect(keys).toEqual(['of others', '{yychat:metrics}:generation', '{yychat:metrics}:instances']);
  });
});
