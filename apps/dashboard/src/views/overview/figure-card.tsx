import type { Statistics } from '@yychat/protocol';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo } from 'react';
import type { Format } from '../../i18n/format.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { statisticsWindow } from '../../live/live-context.js';
import { useWindow } from '../../url/shared-params.js';
import { cx } from '../../ui/cx.js';
import { Sparkline } from '../../ui/sparkline.js';
import { Tooltip } from '../../ui/tooltip.js';
import { changeOf, type Figure, type Unit } from './figures.js';
import type { OverviewRow } from './overview-rows.js';
import styles from './overview.module.css';

export interface FigureCardProps {
  readonly figure: Figure;
  readonly statistics: Statistics | undefined;
  readonly rows: readonly OverviewRow[];
  /** Of the window before, which it is compared with. */
  readonly before: Statistics | undefined;
}

/** One figure: what it is, how it went, how it has changed, and what it rests on. */
export const FigureCard = memo(function FigureCard({ figure, statistics, rows, before }: FigureCardProps) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const { value, count } = statistics === undefined ? { value: null, count: 0 } : figure.of(statistics);
  const requests = statistics?.summary.total_requests ?? 0;
  const change =
    statistics === undefined || before === undefined ? null : changeOf(figure, before, statistics);
  return (
    <div className={styles.figure} data-figure={figure.id}>
      <dt className={styles.name}>{t(`figures.${figure.id}`)}</dt>
      <dd className={styles.valueRow}>
        <span className={styles.value} data-value={value ?? ''}>
          {format[figure.unit](value)}
        </span>
        {figure.id === 'requests' && statistics !== undefined && (
          <span className={styles.beside}>
            {t('perSecond', { value: format.number(statistics.summary.requests_per_second) })}
          </span>
        )}
      </dd>
      {value === null && statistics !== undefined ? (
        <dd className={styles.why}>
          {t(`none.${requests === 0 ? 'requests' : (figure.missing ?? 'requests')}`)}
        </dd>
      ) : (
        <dd className={styles.spark}>
          <Sparkline values={rows.map((row) => row[figure.row] ?? null)} floor={0} color={figure.color} />
        </dd>
      )}
      <dd className={styles.foot}>
        <Change figure={figure} change={change} />
        {value !== null && <Samples count={count} enough={figure.enough} />}
      </dd>
    </div>
  );
});

function Change({ figure, change }: { readonly figure: Figure; readonly change: number | null }) {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const [shown] = useWindow();
  const window = t(`before.${statisticsWindow(shown)}`);
  if (change === null)
    return (
      <span title={t('noChange', { window })}>
        <span className="visually-hidden">{t('noChange', { window })}</span>
        <span aria-hidden>–</span>
      </span>
    );
  const written = writeChange(figure.unit, change, format);
  const isFlat = Math.abs(change) < 0.0005;
  const isGood = figure.moreIsBetter === undefined || isFlat ? null : change > 0 === figure.moreIsBetter;
  return (
    <span
      title={t('change', { window })}
      className={cx(styles.change, isGood === true && styles.good, isGood === false && styles.bad)}
      data-change={change}
    >
      {!isFlat && (change > 0 ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />)}
      <span className="visually-hidden">{t('changeWords', { change: written, window })}</span>
      <span aria-hidden>{written}</span>
    </span>
  );
}

function writeChange(unit: Unit, change: number, { percent, number }: Format): string {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  const size = Math.abs(change);
  return unit === 'percent'
    ? `${sign}${number(Math.round(size * 1_000) / 10)} pp`
    : `${sign}${percent(size)}`;
}

function Samples({ count, enough }: { readonly count: number; readonly enough: number }) {
  const { t } = useTranslation('overview');
  const { integer } = useFormat();
  if (count >= enough) return <span>{t('samples', { count: integer(count) })}</span>;
  return (
    <Tooltip text={t('fewSamplesHint', { count })}>
      <button type="button" className={styles.few}>
        {t('samples', { count })} · {t('fewSamples')}
      </button>
    </Tooltip>
  );
}
