import type { InstanceState } from '@yychat/protocol';
import { useMemo } from 'react';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/state.js';
import { Table, type Column } from '../../ui/table.js';
import styles from './overview.module.css';

const NONE: readonly InstanceState[] = [];

export function InstancesTable() {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const instances = useLive(({ data }) => data?.system.instances) ?? NONE;
  const columns = useMemo<readonly Column<InstanceState>[]>(
    () => [
      {
        id: 'name',
        header: t('instances.name'),
        cell: ({ id }) => <span className={styles.mono}>{id}</span>,
      },
      { id: 'version', header: t('instances.version'), cell: ({ about }) => about['version'] ?? '–' },
      {
        id: 'uptime',
        header: t('instances.uptime'),
        numeric: true,
        cell: ({ started, timestamp }) =>
          format.duration(Math.round((Date.parse(timestamp) - Date.parse(started)) / 1_000)),
        sortBy: ({ started }) => -Date.parse(started),
      },
      {
        id: 'cpu',
        header: t('instances.cpu'),
        numeric: true,
        cell: ({ cpu }) => format.number(cpu === null ? null : Math.round(cpu * 100) / 100),
        sortBy: ({ cpu }) => cpu,
      },
      {
        id: 'memory',
        header: t('instances.memory'),
        numeric: true,
        cell: ({ memory }) => format.bytes(memory.rss),
        sortBy: ({ memory }) => memory.rss,
      },
      {
        id: 'heap',
        header: t('instances.heap'),
        numeric: true,
        cell: ({ memory }) => format.bytes(memory.heap_used),
        sortBy: ({ memory }) => memory.heap_used,
      },
      {
        id: 'seen',
        header: t('instances.seen'),
        numeric: true,
        cell: ({ timestamp }) => format.time(timestamp),
      },
    ],
    [t, format],
  );
  return (
    <Card title={t('instances.title')} flush>
      {instances.length === 0 ? (
        <EmptyState size="sm" title={t('instances.none')} />
      ) : (
        <Table caption={t('instances.title')} columns={columns} rows={instances} keyOf={({ id }) => id} />
      )}
    </Card>
  );
}
