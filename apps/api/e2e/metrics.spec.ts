import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Realtime, Series, Statistics, TurnDetail, TurnRecord } from '@yychat/protocol';
import { eventually } from './support/eventually.js';
import { rounded } from './support/rounded.js';
import { send } from './support/http.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { asking, chat } from './support/raw-chat.js';

const PRICES = { 'gpt-4.1': { input: 2, cached_input: 0.5, output: 8 } };
/** Milliseconds that upstreams take of which no trace may be in the times of turns that went well. */
const SLOW = 1_500;
const QUESTION = 'Who keeps the key of the lighthouse?';
/** What the test has done, by outcome. */
const DONE = { ok: 9, error: 3, cancelled: 2 };

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: {
      YYCHAT_API_KEYS_FILE: 'keys.json',
      PRICES_FILE: 'prices.json',
      HEALTH_INTERVAL: '1',
      OPENAI_EMBEDDING_MODEL: 'text-embedding-3-small',
    },
    files: { 'keys.json': keysJson(roleKeys), 'prices.json': JSON.stringify(PRICES) },
  });
});
afterAll(() => setup.stop());

const get = async <Body>(path: string): Promise<Body> => {
  const { status, body, text } = await send(setup.service, `GET /v1/${path}`, { key: OPERATOR_KEY });
  if (status !== 200) throw new Error(text);
  return body as Body;
};
const stats = (query = '') => get<Statistics>(`performance/stats?window=5m${query}`);
const recent = async (query = '') =>
  (await get<{ data: TurnRecord[] }>(`performance/recent?count=1000${query}`)).data;
const say = (body: object) =>
  send(setup.service, 'POST /v1/chat/completions', { body: asking(QUESTION, body) });

/** A turn is measured when it has ended, which its client may see a little earlier. */
const untilMeasured = (turns: number) =>
  eventually(async () => (await stats()).summary.total_requests === turns, `${turns} turns are measured`);

const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0);

interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

const idsOf = (turns: readonly TurnRecord[]) => turns.map(({ request_id }) => request_id);

describe('before the first turn', () => {
  it('there is no data, which is null and not 0', async () => {
    const { summary, total_time: total, first_chunk: first, cache, tokens, cost, complete } = await stats();
    const nothing = { avg: null, median: null, min: null, max: null, p95: null, p99: null };
    expect(summary).toMatchObject({ total_requests: 0, ok: 0, errors: 0, cancelled: 0, error_rate: null });
    expect([total, first]).toEqual([
      { count: 0, ...nothing },
      { count: 0, ...nothing },
    ]);
    expect(cache).toEqual({ count: 0, hit_count: 0, miss_count: 0, hit_rate: null });
    expect([tokens, cost, complete]).toEqual([
      { count: 0, input: null, output: null, cached: null },
      { count: 0, total: null },
      true,
    ]);
    expect(await recent()).toEqual([]);
  });
});

describe('figures of turns', () => {
  const usages: Usage[] = [];
  beforeAll(async () => {
    const { upstream, service } = setup;
    for (let i = 0; i < DONE.ok; i++) {
      const engine = i < 3 ? { engine: 'mem0_proxy' } : {};
      if (i % 2 === 0) {
        usages.push((await say(engine)).body.usage as Usage);
        continue;
      }
      const options = { stream: true, stream_options: { include_usage: true } };
      const { text } = await say({ ...engine, ...options });
      usages.push(JSON.parse(/^data: (.*"usage":\{.*)$/m.exec(text)?.[1] ?? '').usage as Usage);
    }
    for (let i = 0; i < DONE.error; i++) {
      upstream.enqueue({ latency: SLOW, error: { status: 500 } });
      expect((await say({ stream: i === 0 })).status).toBe(500);
    }
    for (let i = 0; i < DONE.cancelled; i++) {
      const before = upstream.stats().requests;
      upstream.enqueue({ silence: 'headers' });
      const request = chat(service, asking(QUESTION, { stream: i === 0 }));
      await setup.until(({ requests }) => requests > before);
      request.leave();
    }
    await untilMeasured(DONE.ok + DONE.error + DONE.cancelled);
  });

  it('are counted by outcome as they went', async () => {
    const { summary, errors } = await stats();
    expect(summary).toMatchObject({
      total_requests: 14,
      ok: DONE.ok,
      errors: DONE.error,
      cancelled: DONE.cancelled,
      error_rate: DONE.error / 14,
      streamed: 4 + 1 + 1,
      tool_called: 0,
    });
    expect(sum(Object.values(errors))).toBe(DONE.error + DONE.cancelled);
    expect(errors['cancelled']).toBe(DONE.cancelled);
  });

  it('rest on the turns that went well alone', async () => {
    const { total_time: times, openai_api: upstream } = await stats();
    const totals = (await recent('&status=ok')).map(({ total }) => total as number).toSorted((a, b) => a - b);
    expect(totals).toHaveLength(DONE.ok);
    expect([times.count, upstream.count]).toEqual([DONE.ok, DONE.ok]);
    expect(times.min).toBeCloseTo(totals[0]!, 5);
    expect(times.max).toBeCloseTo(totals.at(-1)!, 5);
    expect(times.avg).toBeCloseTo(sum(totals) / DONE.ok, 5);
    expect(Math.abs(times.median! / totals[4]! - 1)).toBeLessThan(0.01);
    const failed = await stats('&outcome=error');
    expect(failed.total_time.count).toBe(DONE.error);
    expect(failed.total_time.min).toBeGreaterThan(SLOW / 1_000 - 0.01);
    const windows = await Promise.all(
      ['1m', '1h', '24h'].map((it) => get<Statistics>(`performance/stats?window=${it}`)),
    );
    for (const { total_time: same } of windows) expect(rounded(same)).toEqual(rounded(times));
  });

  it('have the tokens of the upstream, and cost what the price table says', async () => {
    const [input, output] = [
      sum(usages.map((usage) => usage.prompt_tokens)),
      sum(usages.map((usage) => usage.completion_tokens)),
    ];
    const { tokens, cost } = await stats();
    expect(tokens).toEqual({ count: DONE.ok, input, output, cached: 0 });
    expect(cost.count).toBe(DONE.ok);
    expect(cost.total).toBeCloseTo((input * 2 + output * 8) / 1e6, 9);
    expect((await stats('&model=another')).cost).toEqual({ count: 0, total: null });
  });

  it('compare the engines', async () => {
    const { groups } = await get<{ groups: Record<string, Statistics> }>('performance/compare?by=engine');
    expect(Object.keys(groups).toSorted()).toEqual(['chat_engine', 'mem0_proxy']);
    expect(groups['mem0_proxy']?.summary).toMatchObject({ total_requests: 3, ok: 3 });
    expect(groups['chat_engine']?.summary).toMatchObject({ total_requests: 11, ok: 6, errors: 3 });
    expect(rounded((await stats('&engine=mem0_proxy')).total_time)).toEqual(
      rounded(groups['mem0_proxy']?.total_time),
    );
  });

  it('make series that add up', async () => {
    const path = 'dashboard/series?metrics=requests,errors,total_time.p95&window=300&step=20';
    const { series, timestamps, step } = await get<Series>(path);
    const [requests, errors, p95] = ['requests', 'errors', 'total_time.p95'].map((name) => series[name]!);
    expect(step).toBe(20);
    expect(requests!.values).toHaveLength(timestamps.length);
    expect([sum(requests!.values), sum(errors!.values)]).toEqual([14, DONE.error]);
    expect(sum(p95!.counts)).toBe(DONE.ok);
    expect(p95!.values).toContain(null);
  });

  it('list single turns, the last one first, with all that is known of them', async () => {
    const turns = await recent();
    expect(turns.map(({ status }) => status)).toEqual([
      ...Array(DONE.cancelled).fill('cancelled'),
      ...Array(DONE.error).fill('error'),
      ...Array(DONE.ok).fill('ok'),
    ]);
    expect(turns[5]).toMatchObject({
      request_id: expect.stringMatching(/^req_[0-9a-f]{32}$/),
      engine: 'chat_engine',
      epoch: expect.any(Number),
      conversation_id: null,
      personality_id: null,
      model: 'gpt-4.1',
      stream: false,
      use_tools: true,
      tool_called: false,
      error_type: null,
      memory_cache_hit: null,
      memory_retrieval: null,
      first_chunk: null,
    });
    expect(JSON.stringify(turns)).not.toContain(QUESTION);
    expect(await recent('&engine=mem0_proxy')).toHaveLength(3);
    const { data } = await get<{ data: TurnRecord[] }>('performance/recent?count=2&status=error');
    expect(data).toHaveLength(2);
  });

  it('are asked for as they were, and listed by when they ended', async () => {
    const all = await recent();
    const ends = all.map(({ timestamp, total }) => Date.parse(timestamp) + (total ?? 0) * 1_000);
    const [first, last] = [Math.min(...ends), Math.max(...ends)];
    const at = (time: number) => new Date(time).toISOString();
    // What a list says is rounded to the millisecond.
    expect(await recent(`&from=${at(first - 2)}&to=${at(last + 2)}`)).toHaveLength(all.length);
    expect(await recent(`&to=${at(last - 2)}`)).toHaveLength(ends.filter((end) => end < last - 2).length);
    expect(await recent(`&from=${at(last - 2)}`)).toHaveLength(ends.filter((end) => end >= last - 2).length);
    const { summary, from } = await stats();
    expect(summary.total_requests).toBe(all.length);
    const before = await stats(`&at=${from}`);
    expect(before).toMatchObject({ to: from, summary: { total_requests: 0 }, total_time: { p95: null } });
  });

  it('show what a dashboard needs first', async () => {
    await eventually(async () => {
      const { system } = await get<Realtime>('dashboard/realtime');
      const gauges = system.instances[0]?.gauges ?? {};
      return gauges['engine_up{engine=chat_engine}'] === 1;
    }, 'the engine in use is seen to be up');
    const {
      recent_requests: last,
      statistics,
      system,
      timestamp,
    } = await get<Realtime>('dashboard/realtime?window=1h');
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(10_000);
    expect(idsOf(last)).toEqual(idsOf(await recent()).slice(0, 10));
    expect(statistics.summary.total_requests).toBe(14);
    expect(system.instances).toHaveLength(1);
    expect(system.memory?.rss).toBeGreaterThan(50e6);
    // To ask mem0, it would have to be started.
    expect(system.instances[0]?.gauges['engine_up{engine=mem0_proxy}']).toBeNull();
    expect(system.event_loop_delay.count).toBeGreaterThan(0);
    expect(system.figures['metrics_dropped_turns']).toBe(0);
  });
});

describe('one turn', () => {
  it('has a waterfall that adds up', async () => {
    const { upstream, service } = setup;
    upstream.enqueue(
      { toolCalls: [{ name: 'calculator', arguments: { expression: '1+1' } }] },
      { firstChunk: 80, gap: 5, chunks: 20 },
    );
    const options = { stream: true, conversation_id: 'waterfall', personality_id: 'friendly' };
    const { headers } = await send(service, 'POST /v1/chat/completions', {
      body: asking('What is 1+1?', options),
    });
    const id = headers.get('x-request-id') as string;
    await eventually(async () => (await recent())[0]?.request_id === id, 'the turn is measured');
    const turn = await get<TurnDetail>(`performance/requests/${id}`);
    expect(turn).toMatchObject({
      status: 'ok',
      tool_called: true,
      memory: 'miss',
      personality_id: 'friendly',
    });
    expect(turn.conversation_id).toBe('waterfall');
    expect(turn.tools).toEqual([{ name: 'calculator', ok: true, duration: expect.any(Number) }]);
    const names = turn.stages.map(({ stage }) => stage);
    expect(names.filter((name) => name === 'openai_api')).toHaveLength(2);
    for (const stage of [
      'queue',
      'memory_retrieval',
      'personality_apply',
      'tool_schema_build',
      'tool_execution',
      'memory_save',
    ])
      expect(names).toContain(stage);
    const total = turn.total as number;
    for (const { start, duration } of turn.stages) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start + duration).toBeLessThanOrEqual(total + 1e-5);
    }
    // One after the other: none of them is in two stages at once.
    const inTurn = ['openai_api', 'tool_execution', 'memory_save'];
    const spent = sum(
      turn.stages.filter(({ stage }) => inTurn.includes(stage)).map(({ duration }) => duration),
    );
    expect(spent).toBeLessThanOrEqual(total);
    expect(turn.openai_api).toBeGreaterThan(0.08 + 19 * 0.005 - 0.01);
    expect(spent).toBeGreaterThan(0.6 * total);
    expect(turn.first_chunk).toBeGreaterThan(0.08);
    expect(turn.time_per_output_token).toBeNull();
  });

  it('that nobody knows is a 404', async () => {
    const { status, body } = await send(setup.service, 'GET /v1/performance/requests/req_unknown');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ type: 'not_found_error', code: 'turn_not_found', param: 'id' });
  });

  it('that was slow is among the slowest, with its stages', async () => {
    setup.upstream.enqueue({ latency: SLOW });
    const id = (await say({})).headers.get('x-request-id');
    await eventually(async () => {
      const { data } = await get<{ data: TurnDetail[] }>('performance/slowest?window=5m&count=1');
      const [turn] = data;
      return turn?.request_id === id && turn.stages.length > 1;
    }, 'it is the slowest');
  });
});

describe('memory_cache_hit', () => {
  const measured = async (id: string | null) => (await recent()).find(({ request_id }) => request_id === id);
  const untilKnown = (id: string | null) =>
    eventually(async () => (await measured(id)) !== undefined, `turn ${id} is measured`);

  it('is what the cache of retrievals said', async () => {
    const { upstream } = setup;
    const before = (await stats()).cache;
    const conversation_id = 'cached';
    const first = await say({ conversation_id });
    // Nothing is written between the two questions: the first is still being answered when the second is asked.
    const requests = upstream.stats().requests;
    upstream.enqueue({ latency: 500 });
    const asked = say({ conversation_id });
    await setup.until((counts) => counts.requests === requests + 1);
    const repeated = await say({ conversation_id });
    const second = await asked;
    const stateless = await say({});
    const ids = [first, second, repeated, stateless].map(({ headers }) => headers.get('x-request-id'));
    for (const id of ids) await untilKnown(id);
    const said = await Promise.all(ids.map(async (id) => (await measured(id))?.memory_cache_hit));
    expect(said).toEqual([false, false, true, null]);
    const { cache } = await stats();
    expect([cache.hit_count - before.hit_count, cache.miss_count - before.miss_count]).toEqual([1, 2]);
    expect(cache.hit_rate).toBe(cache.hit_count / cache.count);
  });
});

describe('whoever asks', () => {
  const reads = [
    'performance/stats',
    'performance/recent',
    'performance/slowest',
    'performance/compare',
    'performance/requests/req_1',
    'dashboard/realtime',
    'dashboard/series?metrics=requests',
    'dashboard/events',
  ].map((path) => `GET /v1/${path}`);

  it.each([...reads, 'DELETE /v1/performance/clear'])('needs a key and a role: %s', async (route) => {
    expect((await send(setup.service, route, { key: null })).status).toBe(401);
    const { status, body } = await send(setup.service, route, { key: CLIENT_KEY });
    expect([status, body.error.code]).toEqual([403, 'insufficient_role']);
  });

  it('is no operator, when all is to be forgotten', async () => {
    expect((await send(setup.service, 'DELETE /v1/performance/clear', { key: OPERATOR_KEY })).status).toBe(
      403,
    );
  });

  it.each([
    ['performance/stats?window=2h', 'window'],
    ['performance/stats?window=1m&window=5m', 'window'],
    ['performance/stats?outcome=fine', 'outcome'],
    ['performance/stats?colour=red', 'colour'],
    ['performance/stats?at=yesterday', 'at'],
    ['performance/stats?at=2199-01-01T00:00:00Z', 'at'],
    ['performance/recent?from=2030-01-01', 'from'],
    ['performance/recent?count=0', 'count'],
    ['performance/recent?count=1e3', 'count'],
    ['performance/recent?status=fine', 'status'],
    ['performance/slowest?count=101', 'count'],
    ['performance/compare?by=tenant', 'by'],
    ['dashboard/realtime?window=300', 'window'],
    ['dashboard/series', 'metrics'],
    ['dashboard/series?metrics=requests,nonsense', 'metrics'],
    ['dashboard/series?metrics=requests&window=7d', 'window'],
    ['dashboard/series?metrics=requests&window=604801', 'window'],
    ['dashboard/series?metrics=requests&step=0', 'step'],
    ['dashboard/series?metrics=requests&window=604800&step=300', 'step'],
    ['dashboard/events?type=a&type=b', 'type'],
  ])('is told what is wrong: %s', async (path, param) => {
    const { status, body } = await send(setup.service, `GET /v1/${path}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', param });
  });

  it('may leave parameters empty', async () => {
    expect((await stats('&engine=')).summary.total_requests).toBeGreaterThan(0);
  });
});

it('forgets everything when it is told to, and counts what comes after', async () => {
  const { status, body } = await send(setup.service, 'DELETE /v1/performance/clear');
  expect([status, body]).toEqual([200, { object: 'performance.cleared', cleared: true }]);
  expect((await stats()).summary.total_requests).toBe(0);
  expect(await recent()).toEqual([]);
  await say({});
  await untilMeasured(1);
});
