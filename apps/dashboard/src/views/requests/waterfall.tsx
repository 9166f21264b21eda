import type { TurnDetail } from '@yychat/protocol';
import { ChartNoAxesGantt, Table as TableIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { valueTicks } from '../../charts/value-ticks.js';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { IconButton } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { Table, type Column } from '../../ui/table.js';
import { stageColor, useStageName } from './request-words.js';
import styles from './waterfall.module.css';
import { firstChunkAt, waterfallRows, type WaterfallRow } from './waterfall-rows.js';

const TICKS = 4;

/** Where the time of a request went: one line a stage, from its arrival to its last byte. */
export function Waterfall({ turn }: { readonly turn: TurnDetail }) {
  const { t } = useTranslation('requests');
  const { t: common } = useTranslation();
  const { duration } = useFormat();
  const [asTable, setAsTable] = useState(false);
  const rows = useMemo(() => waterfallRows(turn), [turn]);
  const first = firstChunkAt(turn);
  return (
    <section className={styles.section}>
      <header className={styles.header}>
        <h3>{t('waterfall.title')}</h3>
        <IconButton
          size="sm"
          label={common(asTable ? 'chart.asChart' : 'chart.asTable')}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartNoAxesGantt aria-hidden /> : <TableIcon aria-hidden />}
        </IconButton>
      </header>
      {rows.length === 0 ? (
        <p className={styles.none}>{t('waterfall.none')}</p>
      ) : asTable ? (
        <WaterfallTable rows={rows} />
      ) : (
        <Bars rows={rows} first={first} total={turn.total ?? lastEnd(rows)} />
      )}
      {first !== null && (
        <p className={styles.legend}>
          <span aria-hidden className={styles.firstSample} />
          {t('waterfall.first', { time: duration(first) })}
        </p>
      )}
    </section>
  );
}

interface BarsProps {
  readonly rows: readonly WaterfallRow[];
  readonly first: number | null;
  /** Seconds. */
  readonly total: number;
}

function Bars({ rows, first, total }: BarsProps) {
  const { t } = useTranslation('requests');
  const { duration } = useFormat();
  const stageName = useStageName();
  const length = Math.max(total, lastEnd(rows));
  const at = (seconds: number) => `${length > 0 ? (seconds / length) * 100 : 0}%`;
  const ticks = valueTicks(length, TICKS).filter((tick) => tick <= length);
  return (
    <div className={styles.chart}>
      <div aria-hidden className={styles.grid}>
        <div className={styles.scale}>
          {ticks.map((tick) => (
            <span key={tick} className={styles.tick} style={{ left: at(tick) }}>
              {/* At the end there would be no room for it. */}
              {tick < length * 0.9 && <span>{tick === 0 ? '0' : duration(tick)}</span>}
            </span>
          ))}
          {first !== null && <span className={styles.first} style={{ left: at(first) }} />}
        </div>
      </div>
      <ol className={styles.rows} aria-label={t('waterfall.title')}>
        {rows.map(({ id, kind, name, start, duration: took, failed }) => (
          <li key={id} className={styles.row} data-stage={name} data-duration={took}>
            <span className={cx(styles.name, kind === 'tool' && styles.tool)}>
              {kind === 'tool' ? <code>{name}</code> : stageName(name)}
              {failed && <span className={styles.failed}> {t('waterfall.failed')}</span>}
            </span>
            <span aria-hidden className={styles.track}>
              <span
                className={cx(styles.bar, kind === 'tool' && styles.toolBar, failed && styles.failedBar)}
                style={{
                  left: at(start),
                  width: at(took),
                  ...(!failed && { background: stageColor(kind === 'tool' ? 'tool_execution' : name) }),
                }}
              />
            </span>
            <span className={styles.took}>
              {duration(took)}
              <span className="visually-hidden"> {t('waterfall.after', { time: duration(start) })}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function WaterfallTable({ rows }: { readonly rows: readonly WaterfallRow[] }) {
  const { t } = useTranslation('requests');
  const { duration } = useFormat();
  const stageName = useStageName();
  const columns: readonly Column<WaterfallRow>[] = [
    {
      id: 'stage',
      header: t('waterfall.stage'),
      cell: ({ kind, name }) => (kind === 'tool' ? `↳ ${name}` : stageName(name)),
    },
    { id: 'start', header: t('waterfall.start'), numeric: true, cell: ({ start }) => duration(start) },
    {
      id: 'duration',
      header: t('waterfall.duration'),
      numeric: true,
      cell: (row) => duration(row.duration),
      sortBy: (row) => row.duration,
    },
  ];
  return (
    <div className={styles.table}>
      <Table caption={t('waterfall.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />
    </div>
  );
}

function lastEnd(rows: readonly WaterfallRow[]): number {
  return Math.max(0, ...rows.map(({ start, duration }) => start + duration));
}
