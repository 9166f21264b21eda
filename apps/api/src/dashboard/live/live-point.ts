import type { LivePoint, Series, Statistics, SystemReport } from '@yychat/protocol';

/** Seconds: a point covers these, and up to ten more, for time is kept in pieces of ten seconds. */
export const POINT_WINDOW = 10;

/** How the cluster has been just now. @param statistics of the point's window */
export function livePointOf(at: number, statistics: Statistics, system: SystemReport): LivePoint {
  const { summary, total_time: total, first_chunk: firstChunk, cache, tokens, cost } = statistics;
  const seconds = (at - Date.parse(statistics.from)) / 1_000;
  return {
    at,
    count: summary.total_requests,
    requests_per_second: summary.requests_per_second,
    avg: total.avg,
    median: total.median,
    p95: total.p95,
    p99: total.p99,
    first_chunk_p95: firstChunk.p95,
    error_rate: summary.error_rate,
    cache_hit_rate: cache.hit_rate,
    tokens_per_second: perSecond(tokens.output, seconds),
    cost_per_hour: perHour(cost.total, seconds),
    event_loop_p99: system.event_loop_delay.p99,
    rss: system.memory?.rss ?? null,
    heap_used: system.memory?.heap_used ?? null,
  };
}

function perSecond(value: number | null, seconds: number): number | null {
  return value === null ? null : value / seconds;
}

function perHour(value: number | null, seconds: number): number | null {
  return value === null ? null : (value / seconds) * 3_600;
}

const METRICS = {
  count: 'requests',
  requests_per_second: 'requests_per_second',
  avg: 'total_time.avg',
  median: 'total_time.median',
  p95: 'total_time.p95',
  p99: 'total_time.p99',
  first_chunk_p95: 'first_chunk.p95',
  error_rate: 'error_rate',
  cache_hit_rate: 'cache.hit_rate',
  tokens: 'tokens.output',
  cost: 'cost',
  event_loop_p99: 'system.event_loop_delay.p99',
} as const;

/** What a series must be of, so that points can be made of it. */
export const POINT_METRICS: readonly string[] = Object.values(METRICS);

/** A point for each step that is over. */
export function livePointsOf({ timestamps, series, step }: Series, now: number): readonly LivePoint[] {
  return timestamps
    .map((from, i) => {
      const value = (name: keyof typeof METRICS) => series[METRICS[name]]?.values[i] ?? null;
      return {
        at: from + step * 1_000,
        count: value('count') ?? 0,
        requests_per_second: value('requests_per_second') ?? 0,
        avg: value('avg'),
        median: value('median'),
        p95: value('p95'),
        p99: value('p99'),
        first_chunk_p95: value('first_chunk_p95'),
        error_rate: value('error_rate'),
        cache_hit_rate: value('cache_hit_rate'),
        tokens_per_second: perSecond(value('tokens'), step),
        cost_per_hour: perHour(value('cost'), step),
        event_loop_p99: value('event_loop_p99'),
        rss: null,
        heap_used: null,
      };
    })
    .filter(({ at }) => at <= now);
}
