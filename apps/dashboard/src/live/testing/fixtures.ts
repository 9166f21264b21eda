import type {
  DashboardFrame,
  DashboardSnapshot,
  LivePoint,
  Spread,
  Statistics,
  SystemReport,
} from '@yychat/protocol';

const spread: Spread = { count: 0, avg: null, median: null, min: null, max: null, p95: null, p99: null };

/** Statistics of five minutes in which there were so many turns, of 180 tokens and 0.002 each. */
export function statisticsOf(turns: number): Statistics {
  return {
    from: '2026-11-22T12:00:00.000Z',
    to: '2026-11-22T12:05:00.000Z',
    complete: true,
    queue: spread,
    memory_retrieval: spread,
    personality_apply: spread,
    tool_schema_build: spread,
    openai_api: spread,
    first_chunk: spread,
    tool_execution: spread,
    memory_save: spread,
    time_per_output_token: spread,
    total_time: { ...spread, count: turns, avg: turns === 0 ? null : 1 },
    summary: {
      total_requests: turns,
      ok: turns,
      errors: 0,
      cancelled: 0,
      error_rate: turns === 0 ? null : 0,
      requests_per_second: turns / 300,
      streamed: 0,
      tool_called: 0,
    },
    cache: { count: 0, hit_count: 0, miss_count: 0, hit_rate: null },
    memory: { hit: 0, miss: 0, off: 0, timeout: 0, error: 0 },
    tokens: { count: turns, input: turns, output: turns === 0 ? null : turns * 180, cached: 0 },
    cost: { count: turns, total: turns === 0 ? null : turns * 0.002 },
    errors: {},
  };
}

const system: SystemReport = {
  memory: null,
  cpu: null,
  event_loop_delay: spread,
  instances: [],
  figures: {},
};

export function pointAt(at: number): LivePoint {
  return {
    at,
    count: 1,
    requests_per_second: 2,
    avg: 1,
    median: 1,
    p95: 1,
    p99: 1,
    first_chunk_p95: 1,
    error_rate: 0.5,
    cache_hit_rate: 0.25,
    tokens_per_second: 60,
    cost_per_hour: 2.4,
    event_loop_p99: 0.02,
    rss: 200e6,
    heap_used: 50e6,
  };
}

export function snapshotOf(seq: number, change: Partial<DashboardSnapshot> = {}): DashboardSnapshot {
  return {
    seq,
    window: '5m',
    timestamp: new Date(seq * 1_000).toISOString(),
    recent_requests: [],
    statistics: statisticsOf(0),
    system,
    engine: { name: 'chat_engine', epoch: 1, since: '2026-11-22T12:00:00.000Z' },
    alerts: { firing: 0, critical: 0, pending: 0 },
    live: [pointAt(seq * 1_000)],
    ...change,
  };
}

/** One frame a second: that with `seq` is of the second `seq`. */
export function frameOf(seq: number, change: Partial<DashboardFrame> = {}): DashboardFrame {
  return { seq, timestamp: new Date(seq * 1_000).toISOString(), point: pointAt(seq * 1_000), ...change };
}
