import { useQueries } from '@tanstack/react-query';
import type { Series } from '@yychat/protocol';
import { useCallback, useMemo } from 'react';
import { call, withQuery } from '../../api/client.js';
import type { ChartLine, ChartRow, TimeDomain } from '../../charts/chart.js';
import { TimeChart } from '../../charts/time-chart.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { usePaused } from '../../url/shared-params.js';
import { useViewHref } from '../../url/use-param.js';
import { useComparedWindow, type EnginePair } from './compared.js';
import { colorOf } from './engine-color.js';

const METRIC = 'total_time.p95';
/** Seconds: the steps in which the service keeps what it measured. */
const STEPS = { '5m': 10, '1h': 300, '24h': 300 } as const;

export interface ComparisonChartProps {
  readonly names: readonly string[];
  readonly pair: EnginePair;
}

/** P95 of both engines over the same time. */
export function ComparisonChart({ names, pair: { a, b } }: ComparisonChartProps) {
  const { t } = useTranslation('engines');
  const { t: common } = useTranslation();
  const format = useFormat();
  const [window] = useComparedWindow();
  const [one, other] = useP95(window, a, b);
  const rows = useMemo(() => zip(one.data, other.data), [one.data, other.data]);
  const domain = useMemo<TimeDomain | null>(
    () => (one.data === undefined ? null : [Date.parse(one.data.from), Date.parse(one.data.to)]),
    [one.data],
  );
  const lines = useMemo<readonly ChartLine[]>(
    () => [
      { key: 'a', label: a, color: colorOf(names.indexOf(a)) },
      { key: 'b', label: b, color: colorOf(names.indexOf(b)) },
    ],
    [a, b, names],
  );
  const href = useViewHref();
  const hrefOf = useCallback(
    (from: number, key: string | null) => {
      const time = { from, to: from + STEPS[window] * 1_000 };
      return href('/requests', key === null ? time : { ...time, engine: key === 'a' ? a : b });
    },
    [href, window, a, b],
  );
  const marks = useLive((state) => state.marks);
  const switches = useMemo(
    () =>
      marks
        .filter(({ kind }) => kind === 'switched')
        .map(({ id, at, kind, name }) => ({
          id,
          at,
          kind,
          label: common('events.switched', { engine: name }),
        })),
    [marks, common],
  );
  return (
    <TimeChart
      title={t('compare.chart')}
      hint={t('compare.step', { step: format.duration(STEPS[window]) })}
      size="lg"
      rows={rows}
      lines={lines}
      format={format.duration}
      domain={domain}
      longestStep={STEPS[window] * 1_500}
      marks={switches}
      hrefOf={hrefOf}
      loading={one.isPending || other.isPending}
    />
  );
}

function useP95(window: keyof typeof STEPS, a: string, b: string) {
  const [paused] = usePaused();
  const step = STEPS[window];
  const [one, other] = useQueries({
    queries: [a, b].map((engine) => ({
      queryKey: ['engines', 'series', window, engine],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        call<Series>(`GET ${withQuery('/v1/dashboard/series', { metrics: METRIC, window, step, engine })}`, {
          signal,
        }),
      refetchInterval: paused ? (false as const) : Math.max(5_000, (step * 1_000) / 5),
    })),
  });
  if (one === undefined || other === undefined) throw new Error('There are two engines.');
  return [one, other] as const;
}

function zip(a: Series | undefined, b: Series | undefined): readonly ChartRow[] {
  const rows = new Map<number, { at: number; a: number | null; b: number | null }>();
  for (const [key, series] of [
    ['a', a],
    ['b', b],
  ] as const) {
    series?.timestamps.forEach((at, i) => {
      const row = rows.get(at) ?? { at, a: null, b: null };
      row[key] = series.series[METRIC]?.values[i] ?? null;
      rows.set(at, row);
    });
  }
  return [...rows.values()].sort((one, other) => one.at - other.at);
}
