import { useQuery } from '@tanstack/react-query';
import type { AlertRule, List, Series, ServiceEvent, Statistics } from '@yychat/protocol';
import { useMemo } from 'react';
import { call, withQuery } from '../../api/client.js';
import type { TimeDomain } from '../../charts/chart.js';
import { statisticsWindow, useLive } from '../../live/live-context.js';
import { eventMark, mergeMarks, type Mark } from '../../live/marks.js';
import { oneOf } from '../../url/param.js';
import { useEngineFilter, usePaused, useWindow } from '../../url/shared-params.js';
import { useParam } from '../../url/use-param.js';
import { liveRows, overviewMetrics, seriesRows, type OverviewRow } from './overview-rows.js';

const pointsParam = oneOf(['30', '300'], '30');
/** How many of the live points are shown. */
export const usePoints = () => useParam('points', pointsParam);

/** Seconds: the steps in which the service keeps what it measured. */
const STEPS = { '5m': 10, '1h': 300, '24h': 300 } as const;
/** Milliseconds after which figures of one engine are asked for again. */
const POLL = 5_000;

export interface OverviewData {
  readonly rows: readonly OverviewRow[];
  readonly domain: TimeDomain | null;
  /** Milliseconds between rows that belong together. */
  readonly longestStep: number;
  /** Seconds; `null`: rows came live. */
  readonly step: number | null;
  readonly loading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** What the charts draw: what came live, or what is asked for. The points of frames are of all engines together. */
export function useOverviewData(): OverviewData {
  const [shown] = useWindow();
  const [engine] = useEngineFilter();
  const [points] = usePoints();
  const [paused] = usePaused();
  const data = useLive((state) => state.data);
  const isLive = shown === 'live' && engine === null;
  const window = shown === 'live' ? '5m' : shown;
  const step = STEPS[window];
  const query = useQuery({
    queryKey: ['overview', 'series', window, engine],
    queryFn: ({ signal }) =>
      call<Series>(
        `GET ${withQuery('/v1/dashboard/series', { metrics: overviewMetrics, window, step, engine })}`,
        { signal },
      ),
    enabled: !isLive,
    refetchInterval: paused ? false : Math.max(POLL, (step * 1_000) / 5),
    placeholderData: (before, asked) => (asked?.queryKey[3] === engine ? before : undefined),
  });
  const live = useMemo(
    () => (!isLive || data === null ? [] : liveRows(data, Number(points))),
    [isLive, data, points],
  );
  const asked = useMemo(() => (query.data === undefined ? [] : seriesRows(query.data)), [query.data]);
  const rows = isLive ? live : asked;
  const { from, to } = query.data ?? {};
  const domain = useMemo<TimeDomain | null>(() => {
    if (!isLive && from !== undefined && to !== undefined) return [Date.parse(from), Date.parse(to)];
    const [first, last] = [rows[0], rows.at(-1)];
    return first === undefined || last === undefined ? null : [first.at, last.at];
  }, [isLive, from, to, rows]);
  return {
    rows,
    domain,
    longestStep: isLive ? 15_000 : step * 1_500,
    step: isLive ? null : step,
    loading: isLive ? data === null : query.isPending,
    error: isLive ? null : query.error,
    retry: () => void query.refetch(),
  };
}

/** What the cards show. */
export function useStatistics(): Statistics | undefined {
  const [shown] = useWindow();
  const [engine] = useEngineFilter();
  const [paused] = usePaused();
  const live = useLive(({ data }) => data?.statistics);
  const window = statisticsWindow(shown);
  const query = useQuery({
    queryKey: ['overview', 'statistics', window, engine],
    queryFn: ({ signal }) =>
      call<Statistics>(`GET ${withQuery('/v1/performance/stats', { window, engine })}`, { signal }),
    enabled: engine !== null,
    refetchInterval: paused ? false : POLL,
  });
  return engine === null ? live : query.data;
}

/** Milliseconds after which the window before is asked for again. */
const POLL_BEFORE = { '1m': 10_000, '5m': 10_000, '1h': 60_000, '24h': 300_000 } as const;

/** What it was like in the window before, which ended when that of the cards begins. */
export function useStatisticsBefore(statistics: Statistics | undefined): Statistics | undefined {
  const [shown] = useWindow();
  const [engine] = useEngineFilter();
  const [paused] = usePaused();
  const window = statisticsWindow(shown);
  const at = statistics?.from;
  const { data } = useQuery({
    queryKey: ['overview', 'before', window, engine],
    queryFn: ({ signal }) =>
      call<Statistics>(`GET ${withQuery('/v1/performance/stats', { window, engine, at: at ?? null })}`, {
        signal,
      }),
    enabled: at !== undefined,
    refetchInterval: paused ? false : POLL_BEFORE[window],
  });
  return data;
}

/** Switches, alerts and instances: those that were told live, and those before. */
export function useMarks(): readonly Mark[] {
  const live = useLive(({ marks }) => marks);
  const { data } = useQuery({
    queryKey: ['overview', 'events'],
    queryFn: ({ signal }) => call<List<ServiceEvent>>('GET /v1/dashboard/events', { signal }),
    refetchInterval: 30_000,
  });
  return useMemo(
    () => mergeMarks(data?.data.flatMap((event) => eventMark(event) ?? []) ?? [], live),
    [data, live],
  );
}

const NO_RULES: readonly AlertRule[] = [];

/** What alerts there are rules for. Charts do without when they cannot be read. */
export function useAlertRules(): readonly AlertRule[] {
  const { data } = useQuery({
    queryKey: ['overview', 'rules'],
    queryFn: ({ signal }) => call<List<AlertRule>>('GET /v1/alerts/rules', { signal }),
    staleTime: 60_000,
  });
  return data?.data ?? NO_RULES;
}
