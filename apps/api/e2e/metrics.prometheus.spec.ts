import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Realtime, Series } from '@yychat/protocol';
import { startRedis, type RedisServer } from '@yychat/services';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';

const DOCS = readFileSync(join(import.meta.dirname, '../../../docs/metrics.md'), 'utf8');
/** Of Debian's package `prometheus`. */
const PROMTOOL = 'promtool';
const hasPromtool = spawnSync(PROMTOOL, ['--version']).error === undefined;

let redis: RedisServer;
let setup: Setup;
beforeAll(async () => {
  redis = await startRedis();
  setup = await startOverSimulator({
    env: {
      YYCHAT_API_KEYS_FILE: 'keys.json',
      PRICES_FILE: 'prices.json',
      USE_REDIS_CACHE: 'true',
      REDIS_URL: redis.url,
      HEALTH_INTERVAL: '1',
      OPENAI_EMBEDDING_MODEL: 'text-embedding-3-small',
      ANSWER_CACHE_TTL: '60',
    },
    files: { 'keys.json': keysJson(roleKeys), 'prices.json': '{"gpt-4.1": {"input": 2, "output": 8}}' },
  });
  const { service, upstream } = setup;
  upstream.enqueue(
    { toolCalls: [{ name: 'calculator', arguments: { expression: '1+1' } }] },
    {},
    { error: { status: 500 } },
  );
  for (const conversation_id of ['a', 'b']) {
    const body = {
      messages: [{ role: 'user', content: 'Hello.' }],
      ...{ conversation_id, personality_id: 'friendly', stream: true },
      stream_options: { include_usage: true },
    };
    await send(service, 'POST /v1/chat/completions', { body });
  }
  const { body: before } = await send(service, 'GET /v1/engines/current');
  await send(service, 'POST /v1/engines/switch', { body: { engine_name: 'mem0_proxy' } });
  expect(before.name).toBe('chat_engine');
  await eventually(
    async () => (await page()).includes('yychat_engine_up{engine="mem0_proxy"} 1'),
    'engines are seen',
  );
});
afterAll(async () => {
  await setup.stop();
  await redis.stop();
});

const page = async () => (await send(setup.service, 'GET /metrics', { key: OPERATOR_KEY })).text;

/** The names of metrics that the page has, with the labels of each. */
function families(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const [, name = ''] of text.matchAll(/^# TYPE (\S+) /gm)) names.set(name, new Set());
  for (const [, sample = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const family = names.get(sample) ?? names.get(sample.replace(/_(?:bucket|sum|count)$/, ''));
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) if (label !== 'le') family?.add(label);
  }
  return names;
}

interface Documented {
  readonly name: string;
  readonly labels: readonly string[];
  /** The other columns. */
  readonly rest: string;
}

/** The rows of a table of docs/metrics.md. */
function documented(heading: string): readonly Documented[] {
  const section = DOCS.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` *\|([^|]*)\|(.*)$/gm)].map(
    ([, name = '', labels = '', rest = '']) => ({
      name,
      labels: [...labels.matchAll(/`([^`]+)`/g)].map(([, label = '']) => label),
      rest,
    }),
  );
}

/** What a figure of the system is called in Prometheus. */
function exported({ name, rest }: Documented): string {
  const kind = rest.split('|')[0]?.trim() ?? '';
  if (kind === 'counter') return `yychat_${name}_total`;
  if (kind === 'timing') return `yychat_${name}_seconds`;
  return `yychat_${name}${kind.replace(/^gauge(?: \((\w+)\))?$/, (_, unit?: string) => (unit === undefined ? '' : `_${unit}`))}`;
}

/** What is not there before something happens. */
const isAlwaysThere = (name: string) => !/^(?:shadow_|alert_deliver)/.test(name);

describe('the page for Prometheus', () => {
  it('is for operators', async () => {
    const { service } = setup;
    const statuses = await Promise.all(
      [null, 'wrong-key-0123456789', CLIENT_KEY, OPERATOR_KEY].map(
        async (key) => (await send(service, 'GET /metrics', { key })).status,
      ),
    );
    expect(statuses).toEqual([401, 401, 403, 200]);
    const { headers } = await send(service, 'GET /metrics', { key: OPERATOR_KEY });
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('is well-formed: each sample is of a metric with help and type', async () => {
    const names = families(await page());
    expect(names.size).toBeGreaterThan(30);
    let family = '';
    for (const line of (await page()).trimEnd().split('\n')) {
      const head = /^# (?:HELP|TYPE) (\w+) ./.exec(line);
      if (head !== null) family = head[1] ?? '';
      else if (line !== '') {
        expect(line).toMatch(/^\w+(?:\{(?:\w+="[^"\\]*",?)+\})? [0-9.e+-]+$/);
        expect(line.startsWith(family)).toBe(true);
      }
    }
  });

  (hasPromtool ? it : it.skip)('has nothing that promtool minds', async () => {
    const check = spawn(PROMTOOL, ['check', 'metrics']);
    let said = '';
    for (const stream of [check.stdout, check.stderr]) stream.on('data', (text) => (said += String(text)));
    check.stdin.end(await page());
    const [code] = await once(check, 'close');
    expect([said, code]).toEqual(['', 0]);
  });

  it('is what docs/metrics.md says it is, names and labels', async () => {
    const shown = families(await page());
    const system = documented('Figures of the system');
    const told = new Map([
      ...documented('Prometheus').map(({ name, labels }) => [name, labels] as const),
      ...system.map((figure) => [exported(figure), figure.labels] as const),
    ]);
    const rare = new Set(system.filter(({ name }) => !isAlwaysThere(name)).map(exported));
    const missing = [...told.keys()].filter((name) => !shown.has(name) && !rare.has(name));
    const untold = [...shown].filter(
      ([name, labels]) =>
        [...labels].some((label) => told.get(name)?.includes(label) !== true) || !told.has(name),
    );
    expect({ missing, untold }).toEqual({ missing: [], untold: [] });
  });

  it('agrees with the figures of the API', async () => {
    const text = await page();
    const { body } = await send(setup.service, 'GET /v1/performance/stats?window=5m');
    const turns = [...text.matchAll(/^yychat_turns_total\{.*\} (\d+)$/gm)].map(([, value]) => Number(value));
    expect(turns.reduce((all, value) => all + value, 0)).toBe(body.summary.total_requests);
  });
});

it('figures of the system are those that docs/metrics.md names', async () => {
  const told = documented('Figures of the system').map(({ name }) => name);
  let shown = new Set<string>();
  // The first batch brings no time that a batch took.
  await eventually(async () => {
    const { system } = (await send(setup.service, 'GET /v1/dashboard/realtime')).body as Realtime;
    const keys = [...Object.keys(system.figures), ...Object.keys(system.instances[0]?.gauges ?? {})];
    shown = new Set(keys.map((key) => key.split('{')[0] ?? key));
    return told.every((name) => shown.has(name) || !isAlwaysThere(name));
  }, 'every figure is there');
  expect([...shown].filter((name) => !told.includes(name))).toEqual([]);
});

it('every name of a figure that docs/metrics.md has can be asked for', async () => {
  const names = [...documented('Figures of turns'), ...documented('Times of turns')].map(({ name }) => name);
  expect(names).toHaveLength(21 + 10);
  for (const name of names) {
    const asked = name.replace('*', 'p95');
    const { body } = await send(setup.service, `GET /v1/dashboard/series?metrics=${asked}`);
    expect(Object.keys((body as Series).series)).toEqual([asked]);
  }
});

it('is open to everybody where METRICS_PUBLIC says so', async () => {
  const open = await startOverSimulator({ env: { METRICS_PUBLIC: 'true' } });
  try {
    expect((await send(open.service, 'GET /metrics', { key: null })).status).toBe(200);
    expect((await send(open.service, 'GET /v1/performance/stats', { key: null })).status).toBe(401);
  } finally {
    await open.stop();
  }
});
