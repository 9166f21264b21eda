import { useQuery } from '@tanstack/react-query';
import type { Comparison, WindowName } from '@yychat/protocol';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo } from 'react';
import { call, withQuery } from '../../api/client.js';
import type { Format } from '../../i18n/format.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { Card } from '../../ui/card.js';
import { cx } from '../../ui/cx.js';
import { Notice } from '../../ui/notice.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { ErrorState, Skeleton } from '../../ui/state.js';
import { Table, type Column } from '../../ui/table.js';
import { usePaused } from '../../url/shared-params.js';
import { compare, type ComparedFigure, type ComparedRow } from './comparison.js';
import styles from './engines.module.css';
import { COMPARED_WINDOWS, useComparedWindow, type EnginePair } from './compared.js';

const POLL = 5_000;

export interface ComparisonCardProps {
  readonly names: readonly string[];
  readonly pair: EnginePair;
}

/** Two engines in the same window, figure by figure. */
export function ComparisonCard({ names, pair }: ComparisonCardProps) {
  const { t } = useTranslation('engines');
  const { t: common } = useTranslation();
  const [window, setWindow] = useComparedWindow();
  const { data, error, refetch } = useComparison(window);
  const { a, b } = pair;
  const rows = useMemo(
    () => (data === undefined ? [] : compare(data.groups[a], data.groups[b])),
    [data, a, b],
  );
  const columns = useColumns(a, b);
  return (
    <Card
      title={t('compare.title')}
      flush
      actions={
        <Segmented
          size="sm"
          label={common('live.window')}
          value={window}
          onChange={setWindow}
          options={COMPARED_WINDOWS.map((value) => ({ value, label: t(`compare.windows.${value}`) }))}
        />
      }
    >
      {names.length > 2 && <PairFields names={names} pair={pair} />}
      {data?.complete === false && <Notice tone="warning">{t('compare.incomplete')}</Notice>}
      {data !== undefined ? (
        <Table
          caption={t('compare.caption', { a, b })}
          columns={columns}
          rows={rows}
          keyOf={({ figure }) => figure.id}
        />
      ) : error !== null ? (
        <ErrorState error={error} size="sm" onRetry={() => void refetch()} />
      ) : (
        <div className={styles.pad}>
          <Skeleton height="18rem" />
        </div>
      )}
    </Card>
  );
}

function useComparison(window: WindowName) {
  const [paused] = usePaused();
  return useQuery({
    queryKey: ['engines', 'compare', window],
    queryFn: ({ signal }) =>
      call<Comparison>(`GET ${withQuery('/v1/performance/compare', { by: 'engine', window })}`, { signal }),
    refetchInterval: paused ? false : POLL,
    placeholderData: (before) => before,
  });
}

function PairFields({ names, pair: { a, b, setA, setB } }: ComparisonCardProps) {
  const { t } = useTranslation('engines');
  const options = names.map((name) => ({ value: name, label: name }));
  return (
    <div className={cx(styles.pair, styles.pad)}>
      <Select label={t('compare.a')} value={a} onChange={setA} options={options} />
      <Select label={t('compare.b')} value={b} onChange={setB} options={options} />
    </div>
  );
}

function useColumns(a: string, b: string): readonly Column<ComparedRow>[] {
  const { t } = useTranslation('engines');
  const format = useFormat();
  return useMemo(
    () => [
      { id: 'figure', header: t('compare.figure'), cell: ({ figure }) => t(`compare.figures.${figure.id}`) },
      { id: 'a', header: a, numeric: true, cell: (row) => <Value figure={row.figure} value={row.a} /> },
      { id: 'b', header: b, numeric: true, cell: (row) => <Value figure={row.figure} value={row.b} /> },
      {
        id: 'difference',
        header: t('compare.difference'),
        numeric: true,
        cell: (row) => <Difference row={row} format={format} />,
      },
    ],
    [t, format, a, b],
  );
}

interface ValueProps {
  readonly figure: ComparedFigure;
  readonly value: ComparedRow['a'];
}

function Value({ figure, value: { value, count } }: ValueProps) {
  const { t } = useTranslation('engines');
  const format = useFormat();
  const few = figure.enough !== Infinity && count < figure.enough;
  return (
    <span className={styles.value} data-figure={figure.id} data-value={value ?? ''}>
      {format[figure.unit](value)}
      {figure.enough !== Infinity && (
        <span className={few && value !== null ? styles.few : styles.samples}>
          {t('compare.samples', { samples: format.integer(count) })}
          {few && value !== null && <span className="visually-hidden"> {t('compare.few')}</span>}
        </span>
      )}
    </span>
  );
}

function Difference({ row, format }: { readonly row: ComparedRow; readonly format: Format }) {
  const { t } = useTranslation('engines');
  const { difference, few, figure } = row;
  if (difference === null)
    return <span className={styles.faint}>{few ? t('compare.tooFew') : format.percent(null)}</span>;
  const isFlat = Math.abs(difference) < 0.0005;
  const isGood = figure.lessIsBetter === undefined || isFlat ? null : difference < 0 === figure.lessIsBetter;
  const Arrow = difference > 0 ? ArrowUp : ArrowDown;
  return (
    <span className={cx(styles.difference, isGood === true && styles.good, isGood === false && styles.bad)}>
      {!isFlat && <Arrow aria-hidden />}
      {write(figure, difference, format)}
      {isGood !== null && (
        <span className="visually-hidden"> {t(isGood ? 'compare.better' : 'compare.worse')}</span>
      )}
    </span>
  );
}

function write({ unit }: ComparedFigure, difference: number, { percent, number }: Format): string {
  const sign = Math.abs(difference) < 0.0005 ? '±' : difference > 0 ? '+' : '−';
  const size = Math.abs(difference);
  return sign + (unit === 'percent' ? `${number(Math.round(size * 1_000) / 10)} pp` : percent(size));
}
