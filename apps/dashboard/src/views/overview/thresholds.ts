import type { AlertRule } from '@yychat/protocol';
import type { ChartThreshold } from '../../charts/chart.js';
import type { OverviewKey } from './overview-rows.js';

/** Which line an alert's signal is seen in. */
const LINES: Readonly<Record<string, OverviewKey>> = {
  'total_time avg': 'avg',
  'total_time p50': 'median',
  'total_time p95': 'p95',
  'total_time p99': 'p99',
  'first_chunk p95': 'first',
  'cache.hit_rate ratio': 'hitRate',
  'event_loop_delay p99': 'loop',
};

/**
 * Above or below what the alerts fire, for the charts that show it.
 * @param rules of which only those count that are on, and compare with a fixed value
 */
export function thresholdsOf(
  rules: readonly AlertRule[],
  keys: readonly OverviewKey[],
): readonly ChartThreshold[] {
  return rules.flatMap(({ enabled, name, signal, condition }) => {
    const key = LINES[`${signal.metric} ${signal.agg}`];
    const isShown = enabled && condition.type === 'threshold' && key !== undefined && keys.includes(key);
    return isShown ? [{ value: condition.value, label: name }] : [];
  });
}
