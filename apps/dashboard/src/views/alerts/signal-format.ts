import type { AlertAggregation, AlertRule, AlertSignal } from '@yychat/protocol';
import type { Format } from '../../i18n/format.js';

export type WriteValue = (value: number | null) => string;

/** How the values of a signal are written: 1.2 s, 12.3%, 3/s. */
export function signalFormat(
  format: Format,
  signal: AlertSignal | undefined,
  agg: AlertAggregation,
): WriteValue {
  if (agg === 'count') return format.integer;
  if (agg === 'rate') return perSecond(format);
  switch (signal?.unit) {
    case 'seconds':
      return format.duration;
    case 'share':
      return format.percent;
    case 'bytes':
      return format.bytes;
    case 'perSecond':
      return perSecond(format);
    default:
      return format.number;
  }
}

function perSecond(format: Format): WriteValue {
  return (value) => (value === null ? format.number(null) : `${format.number(value)}/s`);
}

/** P95 of `total_time` as `total_time.p95`; what has one aggregation only, without it. */
export function signalName({ metric, agg }: AlertRule['signal']): string {
  return agg === 'ratio' || agg === 'last' || agg === 'count' ? metric : `${metric} ${agg}`;
}

const RATIOS: ReadonlySet<string> = new Set(['error_rate', 'cancel_rate', 'cache.hit_rate']);

/** The name that `GET /v1/dashboard/series` has for a signal; undefined where it is told of engines, and no engine is given. */
export function seriesMetric(
  { metric, agg }: AlertRule['signal'],
  engine: string | undefined,
): string | undefined {
  const statistic = agg === 'last' ? 'avg' : agg;
  if (metric === 'engine_up' || metric === 'memory_lag')
    return engine === undefined ? undefined : `system.${metric}{engine=${engine}}.${statistic}`;
  if (metric === 'redis_up') return `system.redis_up.${statistic}`;
  if (RATIOS.has(metric)) return metric;
  if (metric === 'requests') return agg === 'rate' ? 'requests_per_second' : 'requests';
  return `${metric}.${agg}`;
}
