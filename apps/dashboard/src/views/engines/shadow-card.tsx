import type { Spread } from '@yychat/protocol';
import { useMemo } from 'react';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { Card } from '../../ui/card.js';
import { Table, type Column } from '../../ui/table.js';
import styles from './engines.module.css';
import { shadowRows, type ShadowRow } from './shadow-figures.js';

/** How engines answered turns unseen in the last minute; nothing where none did. */
export function ShadowCard() {
  const { t } = useTranslation('engines');
  const figures = useLive(({ data }) => data?.system.figures);
  const rows = useMemo(() => (figures === undefined ? [] : shadowRows(figures)), [figures]);
  const columns = useColumns();
  if (rows.length === 0) return null;
  return (
    <Card title={t('shadow.title')} hint={t('shadow.hint')} flush>
      <Table caption={t('shadow.title')} columns={columns} rows={rows} keyOf={({ engine }) => engine} />
    </Card>
  );
}

function useColumns(): readonly Column<ShadowRow>[] {
  const { t } = useTranslation('engines');
  const { integer, duration } = useFormat();
  return useMemo(() => {
    const p95 = (spread: Spread | null) => (
      <span className={styles.value}>
        {duration(spread?.p95 ?? null)}
        <span className={styles.samples}>
          {t('compare.samples', { samples: integer(spread?.count ?? 0) })}
        </span>
      </span>
    );
    return [
      { id: 'engine', header: t('shadow.engine'), cell: ({ engine }) => engine },
      { id: 'ok', header: t('shadow.ok'), numeric: true, cell: ({ turns }) => integer(turns.ok) },
      { id: 'error', header: t('shadow.error'), numeric: true, cell: ({ turns }) => integer(turns.error) },
      {
        id: 'skipped',
        header: t('shadow.skipped'),
        numeric: true,
        cell: ({ turns }) => integer(turns.skipped + turns.cancelled),
      },
      { id: 'total', header: t('compare.figures.p95'), numeric: true, cell: ({ total }) => p95(total) },
      { id: 'first', header: t('compare.figures.first'), numeric: true, cell: ({ first }) => p95(first) },
      { id: 'recall', header: t('compare.figures.recall'), numeric: true, cell: ({ recall }) => p95(recall) },
    ];
  }, [t, integer, duration]);
}
