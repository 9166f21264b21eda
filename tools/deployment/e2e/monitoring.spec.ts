import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedis, type RedisServer } from '@yychat/services';
import { dashboard, rules } from '../src/monitoring.js';
import { selectors } from '../src/promql.js';
import { read } from '../src/repository.js';
import { startService, type RunningService } from './running-service.js';

/** What is only there once something has gone wrong. */
const AFTER_AN_ERROR = ['yychat_turn_errors_total'];
/** What Prometheus adds itself. */
const OF_PROMETHEUS = { series: ['up'], labels: ['instance', 'job'] };

let redis: RedisServer;
let prices: string;
let service: RunningService;
/** Series of the page that Prometheus reads, with the labels of each. */
let shown: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(async () => {
  redis = await startRedis();
  prices = await mkdtemp(join(tmpdir(), 'yychat-prices-'));
  await writeFile(join(prices, 'prices.json'), '{"gpt-4.1": {"input": 2, "output": 8}}');
  service = await startService({
    USE_REDIS_CACHE: 'true',
    REDIS_URL: redis.url,
    HEALTH_INTERVAL: '1',
    PRICES_FILE: join(prices, 'prices.json'),
  });
  for (const engine_name of ['chat_engine', 'mem0_proxy']) {
    await service.ask('/v1/engines/switch', { engine_name });
    for (const content of ['What is 2 + 3?', 'Tell me a story.']) {
      const turn = {
        model: 'gpt-4.1',
        conversation_id: 'c',
        stream: true,
        messages: [{ role: 'user', content }],
      };
      const answer = await service.ask('/v1/chat/completions', turn);
      expect(await answer.text()).toContain('[DONE]');
    }
  }
  // What is looked at every few seconds is not there at once.
  const later = ['yychat_engine_up', 'yychat_memory_lag_seconds', 'yychat_embedding_queue'];
  const deadline = Date.now() + 20_000;
  const look = async () => (shown = seriesOf(await (await service.ask('/metrics')).text()));
  await look();
  while (later.some((name) => !shown.get(name)?.size) && Date.now() < deadline) {
    await sleep(200);
    await look();
  }
});
afterAll(async () => {
  await service.stop();
  await redis.stop();
  await rm(prices, { recursive: true });
});

/** Of histograms and summaries, samples have the name of the family and a suffix: they are what queries name. */
function seriesOf(page: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, name = ''] of page.matchAll(/^# TYPE (\S+) /gm)) found.set(name, new Set());
  for (const [, series = '', labels = ''] of page.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const known = found.get(series) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    found.set(series, known);
  }
  return found;
}

function unknown(expression: string): readonly string[] {
  return selectors(expression).flatMap(({ series, labels }) => {
    if (OF_PROMETHEUS.series.includes(series)) return [];
    const has = shown.get(series);
    if (has === undefined) return [series];
    if (AFTER_AN_ERROR.includes(series)) return [];
    const known = [...OF_PROMETHEUS.labels, ...has];
    return labels.filter((label) => !known.includes(label)).map((label) => `${series}{${label}}`);
  });
}

describe('of what the built service tells Prometheus', () => {
  it('the dashboard for Grafana asks only what there is', () => {
    const { panels, templating } = dashboard();
    const panelQueries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const variableQueries = templating.list.flatMap(({ definition }) => definition ?? []);
    expect(panelQueries.flatMap(selectors).length).toBeGreaterThan(40);
    expect([...panelQueries, ...variableQueries].flatMap(unknown)).toEqual([]);
  });

  it('the rules of Prometheus ask only what there is', () => {
    const queries = rules().map(({ expr }) => expr);
    expect(queries.flatMap(selectors).length).toBeGreaterThan(7);
    expect(queries.flatMap(unknown)).toEqual([]);
  });

  it('the chart scales by a gauge that there is', () => {
    const name = /name: (yychat_\w+)/.exec(read('docker/chart/templates/horizontalpodautoscaler.yaml'))?.[1];
    expect([...shown.keys()]).toContain(name);
  });
});

it('the dashboard has the same headers from a server of its own', async () => {
  const { headers } = await service.ask('/dashboard/');
  const file = read('docker/dashboard.Caddyfile').toLowerCase();
  const guards = [...headers].filter(([name]) => /policy|^x-content/.test(name));
  expect(guards.length).toBeGreaterThan(4);
  expect(
    guards.filter(([name, value]) => !new RegExp(`${name} "?${escaped(value)}`, 'i').test(file)),
  ).toEqual([]);
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
