import type { Series } from '@yychat/protocol';
import type { ChartRow, TimeDomain } from '../../charts/chart.js';
import type { LiveData } from '../../live/live-data.js';

/** What charts and small lines draw. Times in seconds, memory in bytes, rates 0 to 1. */
export type OverviewKey =
  | 'avg'
  | 'median'
  | 'p95'
  | 'p99'
  | 'first'
  | 'rate'
  | 'errors'
  | 'errorRate'
  | 'hitRate'
  | 'tokens'
  | 'cost'
  | 'loop'
  | 'rss'
  | 'heap';

export type OverviewRow = ChartRow & { readonly [key in OverviewKey]?: number | null };

/** The names that the API has for them. */
const METRICS = {
  avg: 'total_time.avg',
  median: 'total_time.median',
  p95: 'total_time.p95',
  p99: 'total_time.p99',
  first: 'first_chunk.p95',
  rate: 'requests_per_second',
  errorRate: 'error_rate',
  hitRate: 'cache.hit_rate',
  tokens: 'tokens.output',
  cost: 'cost',
  loop: 'system.event_loop_delay.p99',
} as const satisfies Partial<Record<OverviewKey, string>>;

export const overviewMetrics = Object.values(METRICS).join(',');

/** From what came live. */
export function liveRows({ points }: LiveData, most: number): readonly OverviewRow[] {
  return points.slice(-most).map((point) => ({
    at: point.at,
    avg: point.avg,
    median: point.median,
    p95: point.p95,
    p99: point.p99,
    first: point.first_chunk_p95,
    rate: point.requests_per_second,
    errors: perSecond(point.requests_per_second, point.error_rate),
    errorRate: point.error_rate,
    hitRate: point.cache_hit_rate,
    tokens: point.tokens_per_second,
    cost: point.cost_per_hour,
    loop: point.event_loop_p99,
    rss: point.rss,
    heap: point.heap_used,
  }));
}

/** Milliseconds: time is kept in pieces of them, and a live point is of the last whole one and what there is of the next. */
const PIECE = 10_000;

/**
 * The time in which the requests ended that a row is made of.
 * @param step seconds of rows that were asked for; `null`: it came live
 */
export function timeOfPoint(at: number, step: number | null): TimeDomain {
  return step === null ? [Math.floor(at / PIECE - 1) * PIECE, at + 1] : [at, at + step * 1_000];
}

/** From what was asked for. */
export function seriesRows({ timestamps, series, step }: Series): readonly OverviewRow[] {
  const at = (key: keyof typeof METRICS, i: number) => series[METRICS[key]]?.values[i] ?? null;
  const keys = Object.keys(METRICS) as (keyof typeof METRICS)[];
  return timestamps.map((timestamp, i) => {
    const values = Object.fromEntries(keys.map((key) => [key, at(key, i)])) as Record<
      OverviewKey,
      number | null
    >;
    const { rate, errorRate, tokens, cost } = values;
    return {
      at: timestamp,
      ...values,
      errors: perSecond(rate ?? 0, errorRate),
      tokens: tokens === null ? null : tokens / step,
      cost: cost === null ? null : (cost / step) * 3_600,
    };
  });
}

function perSecond(rate: number, share: number | null): number {
  return rate * (share ?? 0);
}
