import { useCallback, useMemo } from 'react';
import type { ChartLine, ChartMark, SeriesColor } from '../../charts/chart.js';
import { TimeChart } from '../../charts/time-chart.js';
import type { Format } from '../../i18n/format.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useRuleText } from '../../rules/use-rule-text.js';
import { firingBands, type Mark } from '../../live/marks.js';
import { Card } from '../../ui/card.js';
import { cx } from '../../ui/cx.js';
import { ErrorState } from '../../ui/state.js';
import { useWall, useZoom } from '../../url/shared-params.js';
import { useViewHref } from '../../url/use-param.js';
import { timeOfPoint, type OverviewKey } from './overview-rows.js';
import styles from './overview.module.css';
import { thresholdsOf } from './thresholds.js';
import { useAlertRules, useMarks, type OverviewData } from './use-overview.js';

interface ChartSpec {
  readonly title: 'response' | 'requests' | 'first' | 'cache' | 'loop' | 'memory' | 'output';
  readonly unit: keyof Pick<Format, 'duration' | 'percent' | 'number' | 'bytes'>;
  readonly top?: number;
  /** Made of requests, and not of processes. */
  readonly ofRequests?: true;
  readonly lines: readonly (readonly [key: OverviewKey, label: LineLabel, color: SeriesColor])[];
}

type LineLabel =
  | 'average'
  | 'perSecond'
  | 'errors'
  | 'firstP95'
  | 'hitRate'
  | 'loopP99'
  | 'rss'
  | 'heap'
  | 'tokens'
  | 'P50'
  | 'P95'
  | 'P99';

const response: ChartSpec = {
  title: 'response',
  unit: 'duration',
  ofRequests: true,
  lines: [
    ['p95', 'P95', 1],
    ['avg', 'average', 3],
    ['median', 'P50', 4],
    ['p99', 'P99', 2],
  ],
};
const common: readonly ChartSpec[] = [
  {
    title: 'requests',
    unit: 'number',
    ofRequests: true,
    lines: [
      ['rate', 'perSecond', 1],
      ['errors', 'errors', 2],
    ],
  },
  { title: 'first', unit: 'duration', ofRequests: true, lines: [['first', 'firstP95', 4]] },
  { title: 'cache', unit: 'percent', top: 1, lines: [['hitRate', 'hitRate', 3]] },
  { title: 'loop', unit: 'duration', lines: [['loop', 'loopP99', 8]] },
];
const memory: ChartSpec = {
  title: 'memory',
  unit: 'bytes',
  lines: [
    ['rss', 'rss', 6],
    ['heap', 'heap', 5],
  ],
};
const output: ChartSpec = { title: 'output', unit: 'number', lines: [['tokens', 'tokens', 8]] };

/** Memory of all instances together is told live only, and nowhere kept. */
const whenLive = [...common, memory];
const whenAsked = [...common, output];

export function OverviewCharts({ data }: { readonly data: OverviewData }) {
  const { t } = useTranslation('overview');
  const { duration } = useFormat();
  const [wall] = useWall();
  const marks = useMarks();
  const chartMarks = useChartMarks(marks);
  const bands = useMemo(() => firingBands(marks), [marks]);
  const hint = data.step === null ? t('charts.livePoints') : t('charts.step', { step: duration(data.step) });
  const rest = data.step === null ? whenLive : whenAsked;
  if (data.error !== null && data.rows.length === 0)
    return (
      <Card title={t('charts.response')}>
        <ErrorState error={data.error} onRetry={data.retry} />
      </Card>
    );
  const shared = { data, marks: chartMarks, bands };
  return (
    <>
      <OverviewChart {...shared} spec={response} size="lg" hint={hint} />
      <div className={cx(styles.charts, wall && styles.wallCharts)}>
        {(wall ? rest.slice(0, 3) : rest).map((spec) => (
          <OverviewChart key={spec.title} {...shared} spec={spec} size="sm" />
        ))}
      </div>
    </>
  );
}

interface OverviewChartProps {
  readonly spec: ChartSpec;
  readonly data: OverviewData;
  readonly marks: readonly ChartMark[];
  readonly bands: readonly { readonly from: number; readonly to: number }[];
  readonly size: 'lg' | 'sm';
  readonly hint?: string;
}

function OverviewChart({ spec, data, marks, bands, size, hint }: OverviewChartProps) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const [zoom, setZoom] = useZoom();
  const href = useViewHref();
  const { step } = data;
  const hrefOf = useCallback(
    (at: number) => {
      const [from, to] = timeOfPoint(at, step);
      return href('/requests', { from, to });
    },
    [href, step],
  );
  const rules = useAlertRules();
  const thresholds = useMemo(
    () =>
      thresholdsOf(
        rules,
        spec.lines.map(([key]) => key),
      ),
    [rules, spec],
  );
  const lines = useMemo<readonly ChartLine[]>(
    () =>
      spec.lines.map(([key, label, color]) => ({
        key,
        color,
        label: label === 'P50' || label === 'P95' || label === 'P99' ? label : t(`charts.${label}`),
      })),
    [spec, t],
  );
  return (
    <TimeChart
      title={t(`charts.${spec.title}`)}
      {...(hint !== undefined && { hint })}
      size={size}
      rows={data.rows}
      lines={lines}
      format={format[spec.unit]}
      domain={zoom ?? data.domain}
      longestStep={data.longestStep}
      marks={marks}
      bands={bands}
      thresholds={thresholds}
      onZoom={setZoom}
      loading={data.loading}
      {...(spec.ofRequests && { hrefOf })}
      {...(spec.top !== undefined && { top: spec.top })}
    />
  );
}

function useChartMarks(marks: readonly Mark[]): readonly ChartMark[] {
  const { t } = useTranslation();
  const ruleText = useRuleText();
  return useMemo(
    () =>
      marks.map(({ id, at, kind, name }) => ({
        id,
        at,
        kind,
        label:
          kind === 'switched'
            ? t('events.switched', { engine: name })
            : kind === 'started' || kind === 'stopped'
              ? t(`events.${kind}`)
              : t(`alerts.${kind}`, { name: ruleText(name) }),
      })),
    [marks, t, ruleText],
  );
}
