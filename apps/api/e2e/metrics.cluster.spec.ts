import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Realtime, ServiceEvent, Spread, Statistics, TurnRecord } from '@yychat/protocol';
import { startRedis, type RedisServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { eventually } from './support/eventually.js';
import { rounded } from './support/rounded.js';
import { send } from './support/http.js';
import { startService, type Environment, type ServiceUnderTest } from './support/service.js';

const WINDOWS = ['1m', '5m', '1h', '24h'];

let upstream: Simulator;
beforeAll(async () => {
  upstream = await startSimulator();
});
afterAll(() => upstream.close());

const start = (env: Environment) =>
  startService({ OPENAI_BASE_URL: upstream.baseURL, OPENAI_API_KEY: 'sk-test-0123456789', ...env });

async function end(service: ServiceUnderTest): Promise<void> {
  service.signal('SIGTERM');
  expect(await service.exited()).toBe(0);
  await service.stop();
}

const get = async <Body>(service: ServiceUnderTest, path: string): Promise<Body> =>
  (await send(service, `GET /v1/${path}`)).body as Body;
const stats = (service: ServiceUnderTest, window: string) =>
  get<Statistics>(service, `performance/stats?window=${window}`);
const say = (service: ServiceUnderTest, more: object = {}) =>
  send(service, 'POST /v1/chat/completions', {
    body: { messages: [{ role: 'user', content: 'Hello.' }], ...more },
  });
const events = async (service: ServiceUnderTest, type: string) =>
  (await get<{ data: ServiceEvent[] }>(service, `dashboard/events?type=${type}`)).data;

/** Waits until each of them has heard of so many turns. */
const untilAllKnow = (services: readonly ServiceUnderTest[], turns: number) =>
  eventually(async () => {
    const all = await Promise.all(services.map((service) => stats(service, '5m')));
    return all.every(({ summary }) => summary.total_requests === turns);
  }, `all instances know ${turns} turns`);

/** What they answer for every window, without the time at which they were asked. */
const answersOf = (service: ServiceUnderTest) =>
  Promise.all(
    WINDOWS.map(async (window) => {
      const { summary, total_time, openai_api, cache, memory, tokens, complete } = await stats(
        service,
        window,
      );
      const { requests_per_second: _, ...counts } = summary;
      return rounded({ counts, total_time, openai_api, cache, memory, tokens, complete });
    }),
  );

describe('two instances on one Redis', () => {
  let redis: RedisServer;
  let services: [ServiceUnderTest, ServiceUnderTest];
  const startBoth = async () => {
    const env = { USE_REDIS_CACHE: 'true', REDIS_URL: redis.url };
    services = await Promise.all([start(env), start(env)]);
  };
  beforeAll(async () => {
    redis = await startRedis();
    await startBoth();
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await redis.stop();
  });

  it('answer the same figures, of both, and do so after both were started again', async () => {
    const [one, other] = services;
    const ids: (string | null)[] = [];
    for (let i = 0; i < 12; i++) {
      upstream.enqueue({ latency: 5 * i });
      const { headers } = await say(i % 3 === 0 ? one : other, {
        conversation_id: `c${i % 2}`,
        stream: i % 2 === 0,
      });
      ids.push(headers.get('x-request-id'));
    }
    upstream.enqueue({ error: { status: 400 } });
    expect((await say(one)).status).toBe(400);
    await untilAllKnow(services, 13);
    // What a write still brings may be a rounding of what is in memory.
    await eventually(async () => {
      const [here, there] = await Promise.all(services.map(answersOf));
      return JSON.stringify(here) === JSON.stringify(there);
    }, 'both answer the same');
    const before = await answersOf(one);
    expect(before[0]).toMatchObject({
      counts: { total_requests: 13, ok: 12, errors: 1 },
      total_time: { count: 12 },
      complete: true,
    });
    const { data } = await get<{ data: TurnRecord[] }>(other, 'performance/recent?status=ok');
    expect(data.map(({ request_id }) => request_id)).toEqual(ids.toReversed());
    await Promise.all(services.map(end));
    await startBoth();
    await untilAllKnow(services, 13);
    for (const service of services) {
      const after = await answersOf(service);
      expect(after.map(({ counts, total_time }) => [counts, total_time])).toEqual(
        before.map(({ counts, total_time }) => [counts, total_time]),
      );
    }
  });

  it('show both of them, and one event for each start', async () => {
    const [, other] = services;
    await eventually(
      async () => {
        const { system } = await get<Realtime>(other, 'dashboard/realtime');
        return system.instances.length === 2;
      },
      'both instances live, and those before are gone',
      15_000,
    );
    const started = await events(other, 'instance.started');
    expect(new Set(started.map(({ instance }) => instance)).size).toBe(4);
    expect(await events(other, 'instance.stopped')).toHaveLength(2);
  });

  it('tell of a switch once, and of who switched what and why', async () => {
    const [one, other] = services;
    const body = { engine_name: 'mem0_proxy', reason: 'a trial' };
    expect((await send(one, 'POST /v1/engines/switch', { body })).status).toBe(200);
    const { body: current } = await send(other, 'GET /v1/engines/current');
    for (const service of services) {
      await eventually(async () => (await events(service, 'engine.switched')).length > 0, 'it is told');
    }
    // An instance writes events together with its state.
    const switched = Date.now();
    await eventually(async () => {
      const { instances } = (await get<Realtime>(one, 'dashboard/realtime')).system;
      return instances.every(({ timestamp }) => Date.parse(timestamp) > switched);
    }, 'both have told of it');
    for (const service of services) {
      const [event, ...more] = await events(service, 'engine.switched');
      expect(more).toEqual([]);
      expect(event?.details).toEqual({
        old_engine: 'chat_engine',
        new_engine: 'mem0_proxy',
        epoch: current.epoch,
        since: current.since,
        reason: 'a trial',
        by: 'admin',
      });
    }
  });

  it('measure Redis, the caches and the memories', async () => {
    const [one] = services;
    await eventually(
      async () => {
        const { figures, instances } = (await get<Realtime>(one, 'dashboard/realtime')).system;
        const latency = figures['redis_latency'] as Spread | undefined;
        const isMeasured = instances.every(
          ({ gauges }) => gauges['redis_up'] === 1 && gauges['memory_lag{engine=mem0_proxy}'] === 0,
        );
        return isMeasured && (latency?.count ?? 0) > 0;
      },
      'Redis and the lag of mem0 are measured',
      20_000,
    );
    const { figures } = (await get<Realtime>(one, 'dashboard/realtime')).system;
    expect(figures['redis_commands']).toBeGreaterThan(5);
    // On a busy machine, some may be late.
    expect(figures['redis_errors']).toEqual(expect.any(Number));
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining([
        'cache_hits{cache=memories,tier=memory}',
        'cache_hits{cache=memories,tier=redis}',
        'cache_misses{cache=memories}',
      ]),
    );
  });

  it('say that they do not know all while Redis is away, and do not hold up turns', async () => {
    const [one] = services;
    redis.freeze();
    try {
      await eventually(async () => !(await stats(one, '5m')).complete, 'it says so');
      const begun = performance.now();
      expect((await say(one)).status).toBe(200);
      expect(performance.now() - begun).toBeLessThan(5_000);
      const { status, body } = await send(one, 'GET /v1/performance/slowest');
      expect([status, body.error.code]).toEqual([503, 'metrics_store_unavailable']);
    } finally {
      redis.thaw();
    }
    await untilAllKnow(services, 14);
  });

  it('forget together', async () => {
    const [one, other] = services;
    expect((await send(one, 'DELETE /v1/performance/clear')).status).toBe(200);
    await untilAllKnow([one, other], 0);
  });

  it('know what turns of the other were shown, and forget it together', async () => {
    const [one, other] = services;
    const body = (content: string) => ({
      messages: [{ role: 'user', content }],
      conversation_id: 'contents',
    });
    await say(one, body('My horse is called Sturmwind.'));
    const { headers } = await say(one, body('What is the name of my horse?'));
    const path = `GET /v1/performance/requests/${headers.get('x-request-id')}/contents`;
    const there = await send(other, path);
    expect(there.body.memories[0]).toMatchObject({ text: 'My horse is called Sturmwind.' });
    expect(there.body).toEqual((await send(one, path)).body);
    // Each has its own log here: a conversation that this one does not know is deleted everywhere all the same.
    expect((await send(other, 'DELETE /v1/conversations/contents/memory')).status).toBe(200);
    await eventually(async () => (await send(one, path)).status === 404, 'the other has forgotten it');
  });
});

it('one instance without Redis keeps its figures when it is started again', async () => {
  const YYCHAT_DATA_DIR = await mkdtemp(join(tmpdir(), 'yychat-metrics-'));
  try {
    const before = await start({ YYCHAT_DATA_DIR });
    for (let i = 0; i < 5; i++) await say(before);
    await untilAllKnow([before], 5);
    const known = await answersOf(before);
    await end(before);
    const after = await start({ YYCHAT_DATA_DIR });
    expect((await answersOf(after)).map(({ total_time }) => total_time)).toEqual(
      known.map(({ total_time }) => total_time),
    );
    const { data } = await get<{ data: TurnRecord[] }>(after, 'performance/recent');
    expect(data).toHaveLength(5);
    await after.stop();
  } finally {
    await rm(YYCHAT_DATA_DIR, { recursive: true, force: true });
  }
});
