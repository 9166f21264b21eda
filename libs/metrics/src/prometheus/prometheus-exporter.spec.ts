import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@yychat/engine-core';
import { Gauge, Registry } from 'prom-client';
import { Metrics } from '../service/metrics.js';
import { SqliteMetricsStore } from '../sqlite/sqlite-metrics-store.js';
import { KitClock } from '../testing/kit-clock.js';
import { runTurn } from '../testing/run-turn.js';
import { PrometheusExporter } from './prometheus-exporter.js';

function make(registry?: Registry) {
  const clock = new KitClock();
  const store = new SqliteMetricsStore({ file: ':memory:', clock });
  const prices = { 'gpt-4.1': { input: 2, output: 8 } };
  const metrics = new Metrics({ store, clock, logger: silentLogger, instance: 'one', prices });
  return { metrics, exporter: new PrometheusExporter({ metrics, ...(registry && { registry }) }) };
}

/** Names of metrics, with type and help, and the samples by what stands before their value. */
function parse(text: string) {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  const helps = new Set<string>();
  for (const line of text.split('\n').filter((it) => it !== '')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'TYPE') types.set(name, rest);
    else if (kind === 'HELP') helps.add(name);
    else {
      const [, sample = '', value] = /^([a-z_]+(?:\{(?:[a-z_]+="[^"\n]*",?)*\})?) (\S+)$/.exec(line) ?? [];
      expect([line, samples.has(sample)]).toEqual([line, false]);
      samples.set(sample, Number(value));
    }
  }
  return { samples, types, helps };
}

describe('the Prometheus exporter', () => {
  it('shows turns by the names of OpenTelemetry, and by its own where there are none', async () => {
    const { metrics, exporter } = make();
    const stages = { openai_api: 0.75, first_chunk: 0.5, memory_retrieval: 0.002 };
    runTurn(metrics, {
      ...{ total: 1, queue: 0.25, memory: 'hit', cacheHit: true, stages },
      tools: ['calculator'],
      tokens: { input: 500, output: 6 },
    });
    runTurn(metrics, {
      total: 30,
      error: 'upstream_timeout',
      engine: 'mem0_proxy',
      stages: { openai_api: 30 },
    });
    const { samples } = parse(await exporter.text());
    const labels =
      'gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="gpt-4.1",yychat_engine';
    const expected: Record<string, number> = {
      [`gen_ai_client_operation_duration_seconds_bucket{${labels}="chat_engine",le="0.64"}`]: 0,
      [`gen_ai_client_operation_duration_seconds_bucket{${labels}="chat_engine",le="1.28"}`]: 1,
      [`gen_ai_client_operation_duration_seconds_sum{${labels}="mem0_proxy",error_type="upstream_timeout"}`]: 30,
      [`gen_ai_client_token_usage_sum{${labels}="chat_engine",gen_ai_token_type="input"}`]: 500,
      [`gen_ai_server_request_duration_seconds_count{${labels}="mem0_proxy",error_type="upstream_timeout"}`]: 1,
      [`gen_ai_server_time_to_first_token_seconds_sum{${labels}="chat_engine"}`]: 0.75,
      [`gen_ai_server_time_per_output_token_seconds_sum{${labels}="chat_engine"}`]: 0.05,
      'gen_ai_execute_tool_duration_seconds_count{gen_ai_tool_name="calculator"}': 1,
      'yychat_turns_total{engine="chat_engine",model="gpt-4.1",outcome="ok"}': 1,
      'yychat_turns_total{engine="mem0_proxy",model="gpt-4.1",outcome="error"}': 1,
      'yychat_turn_errors_total{engine="mem0_proxy",error_type="upstream_timeout"}': 1,
      'yychat_memory_cache_total{engine="chat_engine",result="hit"}': 1,
      'yychat_cost_total{engine="chat_engine",model="gpt-4.1"}': 0.001048,
      'yychat_turn_stage_duration_seconds_bucket{engine="chat_engine",stage="memory_retrieval",le="0.0025"}': 1,
    };
    for (const [name, value] of Object.entries(expected))
      expect([name, samples.get(name)]).toEqual([name, value]);
  });

  it('has cumulative buckets that end with the count', async () => {
    const { metrics, exporter } = make();
    for (const total of [0.005, 0.5, 5, 500]) runTurn(metrics, { total });
    const { samples } = parse(await exporter.text());
    const buckets = [...samples].filter(([name]) =>
      name.startsWith('gen_ai_server_request_duration_seconds_bucket'),
    );
    const counts = buckets.map(([, count]) => count);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect([counts[0], counts.at(-2), counts.at(-1)]).toEqual([1, 3, 4]);
  });

  it('says of each metric what it is', async () => {
    const { metrics, exporter } = make();
    runTurn(metrics, { total: 1 });
    const { samples, types, helps } = parse(await exporter.text());
    expect([...helps].sort()).toEqual([...types.keys()].sort());
    for (const sample of samples.keys()) {
      const [name = ''] = sample.split('{');
      const family = [name, name.replace(/_(bucket|sum|count)$/, '')].find((it) => types.has(it));
      expect([sample, family]).not.toEqual([sample, undefined]);
      if (types.get(family!) === 'counter') expect(name).toMatch(/_total$/);
    }
  });

  it('shows figures of others, also those that come later', async () => {
    const { metrics, exporter } = make();
    await exporter.text();
    metrics.figures.counter({ name: 'cache_requests', help: 'Test.', labels: { tier: 'memory' } }).add(2);
    metrics.figures.counter({ name: 'cache_requests', help: 'Test.', labels: { tier: 'redis' } }).add(3);
    metrics.figures.gauge({ name: 'memory_lag', help: 'Test.' }, () => null);
    metrics.figures.timing({ name: 'redis_latency', help: 'Test.' }).record(0.5);
    const { samples, types } = parse(await exporter.text());
    expect(samples.get('yychat_cache_requests_total{tier="memory"}')).toBe(2);
    expect(samples.get('yychat_cache_requests_total{tier="redis"}')).toBe(3);
    expect([types.get('yychat_memory_lag'), samples.has('yychat_memory_lag')]).toEqual(['gauge', false]);
    expect(samples.get('yychat_redis_latency_seconds_sum')).toBe(0.5);
  });

  it('has few labels, whatever clients ask for', async () => {
    const { metrics, exporter } = make();
    for (let i = 0; i < 200; i++) {
      runTurn(metrics, { total: 1, model: `model-${i}`, tools: [`tool_${i}`] });
      runTurn(metrics, { total: 1, model: `model-${i}`, error: `code_${i}` });
    }
    const { samples } = parse(await exporter.text());
    const counts = (prefix: string) => [...samples.keys()].filter((name) => name.startsWith(prefix)).length;
    expect(counts('yychat_turns_total')).toBeLessThanOrEqual(66);
    expect(counts('yychat_turn_errors_total')).toBeLessThanOrEqual(33);
    expect(counts('gen_ai_execute_tool_duration_seconds_count')).toBeLessThanOrEqual(65);
  });

  it('shares a registry with others', async () => {
    const registry = new Registry();
    new Gauge({ name: 'of_the_app', help: 'Test.', registers: [registry] }).set(7);
    const { exporter } = make(registry);
    expect(parse(await exporter.text()).samples.get('of_the_app')).toBe(7);
    expect(exporter.contentType).toContain('text/plain');
    expect(await registry.getMetricsAsJSON()).toContainEqual(
      expect.objectContaining({ name: 'yychat_turns_total' }),
    );
  });
});
