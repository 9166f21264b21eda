import { useQuery } from '@tanstack/react-query';
import type { AlertHistoryEntry, AlertRule, AlertView, Series } from '@yychat/protocol';
import { useMemo } from 'react';
import { call, withQuery } from '../../../api/client.js';
import type { ChartBand, ChartLine, TimeDomain } from '../../../charts/chart.js';
import { TimeChart } from '../../../charts/time-chart.js';
import { useTranslation } from '../../../i18n/use-translation.js';
import { usePaused } from '../../../url/shared-params.js';
import { Segmented } from '../../../ui/segmented.js';
import { useSpan } from '../alerts-params.js';
import styles from '../alerts.module.css';
import { seriesMetric, signalName } from '../signal-format.js';
import { useConditionText, useWriteValue } from '../use-condition-text.js';

/** Seconds: the steps in which the service keeps what it measured. */
const STEPS = { '5m': 10, '1h': 300, '24h': 300 } as const;
const SPANS = ['5m', '1h', '24h'] as const;
const POLL = 5_000;

export interface AlertChartProps {
  readonly alert: AlertView;
  readonly rule: AlertRule;
  /** Of this alert, newest first. */
  readonly entries: readonly AlertHistoryEntry[];
}

/** The signal of an alert, its threshold, and when it fired. */
export function AlertChart({ alert, rule, entries }: AlertChartProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation();
  const [paused] = usePaused();
  const [chosen, setSpan] = useSpan();
  const conditionText = useConditionText();
  const writeValue = useWriteValue();
  const write = useMemo(() => writeValue(rule), [writeValue, rule]);
  const { engine, model } = alert.scope;
  const metric = seriesMetric(rule.signal, engine);
  const span = chosen !== 'auto' ? chosen : rule.signal.window > 60 ? '1h' : '5m';
  const step = STEPS[span];
  const isOfTurns = metric?.startsWith('system.') === false;
  const query = useQuery({
    queryKey: ['alerts', 'series', metric, span, engine, model],
    queryFn: ({ signal }) =>
      call<Series>(
        `GET ${withQuery('/v1/dashboard/series', {
          metrics: metric,
          window: span,
          step,
          ...(isOfTurns && { engine, model }),
        })}`,
        { signal },
      ),
    enabled: metric !== undefined,
    refetchInterval: paused ? false : POLL,
  });
  const name = signalName(rule.signal);
  const lines = useMemo<readonly ChartLine[]>(() => [{ key: 'value', label: name, color: 1 }], [name]);
  const { data } = query;
  const rows = useMemo(() => {
    const values = data?.series[metric ?? '']?.values;
    return data?.timestamps.map((at, i) => ({ at, value: values?.[i] ?? null })) ?? [];
  }, [data, metric]);
  const domain = useMemo<TimeDomain | null>(
    () => (data === undefined ? null : [Date.parse(data.from), Date.parse(data.to)]),
    [data],
  );
  const bands = useMemo(() => firingBands(entries, domain?.[1] ?? 0), [entries, domain]);
  const { condition } = rule;
  const thresholds = useMemo(
    () => (condition.type === 'threshold' ? [{ value: condition.value, label: conditionText(rule) }] : []),
    [condition, conditionText, rule],
  );
  if (metric === undefined) return null;
  return (
    <div className={styles.chart}>
      <TimeChart
        title={t('details.signal')}
        rows={rows}
        lines={lines}
        format={write}
        domain={domain}
        longestStep={step * 1_500}
        thresholds={thresholds}
        bands={bands}
        loading={query.isPending}
      />
      <Segmented
        size="sm"
        label={common('live.window')}
        value={span}
        onChange={setSpan}
        options={SPANS.map((value) => ({ value, label: common(`live.windows.${value}`) }))}
      />
    </div>
  );
}

/** From each firing to its end, or to now. */
function firingBands(entries: readonly AlertHistoryEntry[], now: number): readonly ChartBand[] {
  const ends = new Map(
    entries.filter(({ type }) => type === 'resolved').map(({ incidentId, at }) => [incidentId, at]),
  );
  return entries
    .filter(({ type }) => type === 'fired')
    .map(({ incidentId, at }) => ({ from: at, to: ends.get(incidentId) ?? Math.max(at, now) }));
}
