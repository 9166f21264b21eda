import { Suspense, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useTranslation } from '../i18n/use-translation.js';
import { lazily } from '../lazily.js';
import { Card } from '../ui/card.js';
import { cx } from '../ui/cx.js';
import { Skeleton } from '../ui/state.js';
import { ChartActions } from './chart-actions.js';
import { domainOf, withBreaks, type TimeDomain } from './chart.js';
import styles from './chart.module.css';
import { ChartTable } from './chart-table.js';
import { Legend } from './legend.js';
import type { PlotProps } from './plot-props.js';
import { useDrawn } from './use-drawn.js';
import { useVisible } from './use-visible.js';

const Plot = lazily(async () => (await import('./plot.js')).Plot);

export interface TimeChartProps extends Omit<PlotProps, 'domain' | 'size' | 'onPick'> {
  /** Beside the title. */
  readonly hint?: string;
  /** Default: `sm`. */
  readonly size?: 'lg' | 'sm';
  /** What the axis of time goes from and to. Default: from the first row to the last. */
  readonly domain?: TimeDomain | null;
  /** Milliseconds between two rows that belong together; a line breaks where there is more. Default: never. */
  readonly longestStep?: number;
  /** The address of what a point is made of; `key` is of the line, where it is of one. */
  readonly hrefOf?: (at: number, key: string | null) => string;
  /** There are no rows yet, because they are on their way. */
  readonly loading?: boolean;
}

/**
 * Lines over time, with a legend, a table of the same values, and files to take away. Charts share their cross-hair.
 * `lines`, `format` and `hrefOf` must be the same objects from one rendering to the next, or everything is drawn again.
 */
export function TimeChart({
  hint,
  size = 'sm',
  domain,
  longestStep,
  hrefOf,
  loading = false,
  ...plot
}: TimeChartProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { title, lines, format, rows: given } = plot;
  const box = useRef<HTMLDivElement>(null);
  const visible = useVisible(box);
  const { rows, domain: shown } = useDrawn(given, domain ?? domainOf(given), visible);
  const broken = useMemo(
    () => (longestStep === undefined ? rows : withBreaks(rows, longestStep)),
    [rows, longestStep],
  );
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const visibleLines = useMemo(
    () => (hidden.size === 0 ? lines : lines.filter(({ key }) => !hidden.has(key))),
    [lines, hidden],
  );
  const onPick = useMemo(
    () => hrefOf && ((at: number, key: string | null) => go(hrefOf(at, key))),
    [hrefOf, go],
  );
  const isEmpty = !rows.some((row) => lines.some(({ key }) => typeof row[key] === 'number'));
  return (
    <Card
      title={title}
      hint={hint}
      actions={
        <ChartActions
          title={title}
          rows={rows}
          lines={lines}
          plot={box}
          asTable={asTable}
          onTable={setAsTable}
        />
      }
    >
      {!asTable && <Legend lines={lines} rows={rows} format={format} hidden={hidden} onHide={setHidden} />}
      {asTable ? (
        <div className={cx(styles.table, styles[size])}>
          <ChartTable title={title} rows={rows} lines={lines} format={format} hrefOf={hrefOf} />
        </div>
      ) : (
        <div ref={box} className={cx(styles.plot, styles[size], hrefOf !== undefined && styles.pickable)}>
          {shown !== null && (
            <Suspense fallback={<Skeleton height="100%" />}>
              <Plot {...plot} rows={broken} lines={visibleLines} domain={shown} size={size} onPick={onPick} />
            </Suspense>
          )}
          {loading && isEmpty ? (
            <Skeleton height="100%" />
          ) : (
            isEmpty && <p className={styles.nothing}>{t('chart.empty')}</p>
          )}
        </div>
      )}
    </Card>
  );
}
