import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DashboardFrame, DashboardSnapshot, WindowName } from '@yychat/protocol';
import { startRedis, type RedisServer } from '@yychat/services';
import { startSimulator, type Simulator } from '@yychat/simulator';
import {
  browserHeaders,
  closeDashboards,
  closureOf,
  eventOf,
  frameOf,
  openDashboard,
  snapshotOf,
  type Dashboard,
} from './support/dashboards.js';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { ADMIN_KEY, startService, type ServiceUnderTest } from './support/service.js';

let redis: RedisServer;
let upstream: Simulator;
let one: ServiceUnderTest;
let two: ServiceUnderTest;
const services: ServiceUnderTest[] = [];
const start = async () => {
  const service = await startService(
    {
      OPENAI_BASE_URL: upstream.baseURL,
      OPENAI_API_KEY: 'sk-test-0123456789',
      USE_REDIS_CACHE: 'true',
      REDIS_URL: redis.url,
      YYCHAT_API_KEYS_FILE: 'keys.json',
    },
    { 'keys.json': keysJson(roleKeys) },
  );
  services.push(service);
  return service;
};
beforeAll(async () => {
  [redis, upstream] = await Promise.all([startRedis(), startSimulator()]);
  [one, two] = await Promise.all([start(), start()]);
});
afterEach(closeDashboards);
afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await Promise.all([redis.stop(), upstream.close()]);
});

const watch = (service: ServiceUnderTest) => openDashboard(service, { token: ADMIN_KEY });
const chat = async (service: ServiceUnderTest) => {
  const body = { messages: [{ role: 'user', content: 'Hello.' }] };
  const { status, headers } = await send(service, 'POST /v1/chat/completions', { body });
  expect(status).toBe(200);
  return headers.get('x-request-id') ?? '';
};
async function frames(dashboard: Dashboard, count: number): Promise<DashboardFrame[]> {
  const seen: DashboardFrame[] = [];
  while (seen.length < count) seen.push(await frameOf(dashboard));
  return seen;
}

describe('frames', () => {
  it('come once a second, each with the next number, from that of the snapshot on', async () => {
    const dashboard = watch(one);
    const all = frames(dashboard, 5);
    const { seq } = await snapshotOf(dashboard);
    const arrived = await all;
    expect(arrived.map((frame) => frame.seq - seq)).toEqual([1, 2, 3, 4, 5]);
    const times = arrived.map(({ timestamp, point }) => {
      expect(point.at).toBe(Date.parse(timestamp));
      return point.at;
    });
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    for (const gap of gaps) {
      expect(gap).toBeGreaterThanOrEqual(950);
      expect(gap).toBeLessThan(2_000);
    }
  });

  it('show on every instance what happened on any, once', async () => {
    const dashboards = [watch(one), watch(two)];
    const snapshots = await Promise.all(dashboards.map(snapshotOf));
    const seen: string[][] = [[], []];
    for (const [i, dashboard] of dashboards.entries()) {
      dashboard.on('realtime', ({ requests = [] }) => {
        seen[i]?.push(...requests.map(({ request_id: id }) => id));
      });
    }
    const ids = [await chat(one), await chat(two), await chat(one)];
    const counts = await Promise.all(
      dashboards.map(async (dashboard, i) => {
        const before = snapshots[i]?.statistics.summary.total_requests ?? 0;
        const all = (frame: DashboardFrame) => frame.statistics?.summary.total_requests === before + 3;
        return (await frameOf(dashboard, all)).point.count;
      }),
    );
    expect(counts).toEqual([expect.any(Number), expect.any(Number)]);
    await Promise.all(dashboards.map((dashboard) => frameOf(dashboard)));
    for (const list of seen) expect(list.sort()).toEqual([...ids].sort());
  });

  it('are of the window that was asked for last, and go on without a gap', async () => {
    const dashboard = watch(one);
    await snapshotOf(dashboard);
    await frameOf(dashboard);
    for (const window of ['24h', '1m', '1h'] as const) {
      const snapshot = await dashboard.emitWithAck('watch', window);
      expect(snapshot.window).toBe(window);
      const next = await frames(dashboard, 2);
      expect(next.map(({ seq }) => seq - snapshot.seq)).toEqual([1, 2]);
    }
    const answers: DashboardSnapshot[] = await Promise.all(
      (['5m', '24h', '1m'] as const).map((window) => dashboard.emitWithAck('watch', window)),
    );
    expect(answers.map(({ window }) => window)).toEqual(['5m', '24h', '1m']);
    expect((await dashboard.emitWithAck('snapshot')).window).toBe('1m');
  });

  it.each(['2m', 'constructor', '', null, 5, { toString: '5m' }, ['5m']])(
    'go on when somebody asks for the window %j, which there is not',
    async (window) => {
      const dashboard = watch(one);
      await snapshotOf(dashboard);
      const answer: unknown = await dashboard.emitWithAck('watch', window as WindowName);
      expect(answer).toMatchObject({ error: { type: 'invalid_request_error', param: 'window' } });
      const { seq } = await dashboard.emitWithAck('snapshot');
      expect((await frameOf(dashboard)).seq).toBeGreaterThan(seq);
    },
  );

  it('go on when somebody sends what there is no answer to', async () => {
    const dashboard = watch(one);
    await snapshotOf(dashboard);
    const anything = dashboard as unknown as { emit(event: string, ...rest: unknown[]): void };
    anything.emit('watch');
    anything.emit('watch', '1h');
    anything.emit('snapshot', 'no function');
    anything.emit('unknown', { some: ['thing'] });
    await frameOf(dashboard);
    expect((await dashboard.emitWithAck('snapshot')).window).toBe('1h');
  });

  it('leave a number out after the figures were cleared; a snapshot has what there is', async () => {
    await chat(one);
    const dashboard = watch(two);
    const { seq } = await snapshotOf(dashboard);
    let last = seq;
    const gap = new Promise<void>((resolve) => {
      dashboard.on('realtime', (frame) => {
        if (frame.seq > last + 1) resolve();
        last = frame.seq;
      });
    });
    await frameOf(dashboard);
    expect((await send(one, 'DELETE /v1/performance/clear')).status).toBe(200);
    await gap;
    const snapshot = await dashboard.emitWithAck('snapshot');
    expect(snapshot.recent_requests).toEqual([]);
    expect(snapshot.statistics.summary.total_requests).toBe(0);
    expect((await frameOf(dashboard)).seq).toBe(snapshot.seq + 1);
  });
});

describe('what must not be missed', () => {
  it('is told on every instance, and takes no frame with it', async () => {
    const watchers = [...Array(20).keys()].map((i) => {
      const dashboard = watch(i % 2 === 0 ? one : two);
      const seqs: number[] = [];
      const switches: unknown[] = [];
      dashboard.on('realtime', ({ seq }) => void seqs.push(seq));
      dashboard.on('engine.switched', (engine) => void switches.push(engine));
      return { dashboard, seqs, switches };
    });
    await Promise.all(watchers.map(({ dashboard }) => snapshotOf(dashboard)));
    for (const engine_name of ['mem0_proxy', 'chat_engine']) {
      const body = { engine_name, force: true, reason: 'a test' };
      const told = watchers.map(({ dashboard }) => eventOf(dashboard, 'engine.switched'));
      const { body: answer } = await send(one, 'POST /v1/engines/switch', { body });
      const expected = {
        name: engine_name,
        epoch: answer.epoch,
        since: expect.any(String),
        reason: 'a test',
      };
      expect(await Promise.all(told)).toEqual(watchers.map(() => expected));
      const after = await frameOf(watchers[0]!.dashboard);
      if (after.engine !== undefined) expect(after.engine.name).toBe(engine_name);
    }
    await Promise.all(watchers.map(({ dashboard }) => frameOf(dashboard)));
    for (const { seqs, switches } of watchers) {
      expect(switches).toHaveLength(2);
      expect(seqs.length).toBeGreaterThan(1);
      expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
    }
    const { engine } = await watchers[1]!.dashboard.emitWithAck('snapshot');
    expect(engine.name).toBe('chat_engine');
  });

  it('are instances that come, and those that are gone', async () => {
    const dashboard = watch(one);
    await snapshotOf(dashboard);
    await frameOf(dashboard);
    const started = eventOf(dashboard, 'instance');
    const three = await start();
    const { id, ...change } = await started;
    expect(change).toEqual({ change: 'started', instances: 3 });
    const { system } = await dashboard.emitWithAck('snapshot');
    expect(system.instances.find((instance) => instance.id === id)?.pid).toBe(three.pid);
    const stopped = eventOf(dashboard, 'instance');
    three.signal('SIGTERM');
    expect(await stopped).toEqual({ change: 'stopped', id, instances: 2 });
  });
});

it('does not keep the service from ending', async () => {
  const ending = await start();
  const dashboard = watch(ending);
  await snapshotOf(dashboard);
  const closed = closureOf(dashboard);
  const begun = performance.now();
  ending.signal('SIGTERM');
  expect(await ending.exited()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(await closed).toMatch(/io server disconnect|transport close/);
});

describe('the key', () => {
  const change = (...keys: Parameters<typeof keysJson>) =>
    writeFile(join(one.dataDir, 'keys.json'), keysJson(...keys));
  const operator = { key: OPERATOR_KEY, name: 'operator' } as const;
  afterEach(async () => {
    await change(roleKeys);
    const isBack = async () =>
      (await send(one, 'GET /v1/engines/list', { key: OPERATOR_KEY })).status === 200;
    await eventually(isBack, 'the key is back');
  });

  it.each([
    ['is revoked', []],
    ['gets a role that does not reach', [{ ...operator, role: 'client' as const }]],
  ])('closes within a second what it opened, when it %s', async (_, keys) => {
    const headers = await browserHeaders(one, OPERATOR_KEY);
    const other = watch(one);
    const closing = [openDashboard(one, { token: OPERATOR_KEY }), openDashboard(one, { headers })];
    await Promise.all([other, ...closing].map(snapshotOf));
    const closed = Promise.all(closing.map(closureOf));
    const begun = performance.now();
    await change(keys);
    expect(await closed).toEqual(['io server disconnect', 'io server disconnect']);
    expect(performance.now() - begun).toBeLessThan(1_000);
    await frameOf(other);
  });

  it('closes nothing when it stays, whatever else changes', async () => {
    const dashboard = openDashboard(one, { token: OPERATOR_KEY });
    await snapshotOf(dashboard);
    await change([{ ...operator, role: 'admin' }]);
    await frames(dashboard, 2);
    expect(dashboard.connected).toBe(true);
  });
});

describe('a client that asks too much', () => {
  it.each<[string, (dashboard: Dashboard) => void]>([
    ['snapshots', (dashboard) => dashboard.emit('snapshot', () => undefined)],
    ['windows', (dashboard) => dashboard.emit('watch', '1h', () => undefined)],
    [
      'what there is not',
      (dashboard) => (dashboard as unknown as { emit(event: string): void }).emit('nothing'),
    ],
  ])('of %s is cut off, and nobody else notices', async (_, ask) => {
    const [busy, calm] = [watch(one), watch(one)];
    await Promise.all([busy, calm].map(snapshotOf));
    const closed = closureOf(busy);
    for (let i = 0; i < 1_000; i++) ask(busy);
    expect(await closed).toMatch(/transport (close|error)/);
    await frames(calm, 2);
  });

  it('is cut off when it sends more than a key could be', async () => {
    const dashboard = watch(one);
    await snapshotOf(dashboard);
    const closed = closureOf(dashboard);
    dashboard.emit('watch', 'x'.repeat(10_000) as WindowName, () => undefined);
    expect(await closed).toMatch(/transport (close|error)/);
  });
});
