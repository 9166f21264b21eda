import type { Aggregation, Sample, SignalScope } from '@yychat/alerts';
import type { MetricValue } from '@yychat/metrics';

/** Where the metrics have a signal. */
export interface SignalFigure {
  /** Of the figures that are asked for: one, or one for each engine. */
  readonly names: readonly string[];
  /** Of turns: of these engines and models. The figures of processes have their engine in their name. */
  readonly filter: SignalScope;
  /** Not a window as a whole, but the newest stretch in it that has a value. */
  readonly isNewest: boolean;
  /** Whether what this instance knows by itself is enough to judge by. */
  readonly isOwn: boolean;
  /** Which of two values says more of trouble. */
  readonly worse: (a: number, b: number) => number;
}

/** What an engine's own figures are called. */
const OF_ENGINES: Readonly<Record<string, SignalFigure['worse']>> = {
  engine_up: Math.min,
  memory_lag: Math.max,
};

const RATIOS: ReadonlySet<string> = new Set(['error_rate', 'cancel_rate', 'cache.hit_rate']);

/** Finds a signal of the alerts' catalogue among the metrics. @param engines all that there are */
export function signalFigure(
  { metric, agg, scope }: { readonly metric: string; readonly agg: Aggregation; readonly scope: SignalScope },
  engines: readonly string[],
): SignalFigure {
  const common = { filter: {}, isNewest: agg === 'last', isOwn: false, worse: Math.max };
  // Of what a stretch has in it; the newest stretch is short.
  const statistic = agg === 'last' ? 'avg' : agg;
  const worse = OF_ENGINES[metric];
  if (worse !== undefined) {
    const asked = scope.engine === undefined ? engines : [scope.engine];
    const names = asked.map((engine) => `system.${metric}{engine=${engine}}.${statistic}`);
    return { ...common, names, worse };
  }
  // While Redis is away nobody knows more than this instance does of itself.
  if (metric === 'redis_up')
    return { ...common, names: [`system.redis_up.${statistic}`], isOwn: true, worse: Math.min };
  return { ...common, names: [turnMetric(metric, agg)], filter: scope };
}

function turnMetric(metric: string, agg: Aggregation): string {
  if (RATIOS.has(metric)) return metric;
  if (metric === 'requests') return agg === 'rate' ? 'requests_per_second' : 'requests';
  return `${metric}.${agg}`;
}

/** The worst of some values, resting on all that they rest on. */
export function toSample({ worse }: SignalFigure, values: readonly MetricValue[]): Sample {
  let worst: number | null = null;
  let all = 0;
  for (const { value, count } of values) {
    if (value === null) continue;
    all += count;
    worst = worst === null ? value : worse(worst, value);
  }
  return { value: worst, count: all, health: 'ok' };
}
