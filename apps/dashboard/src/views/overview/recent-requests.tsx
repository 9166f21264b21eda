import type { Outcome, TurnRecord } from '@yychat/protocol';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { useLive } from '../../live/live-context.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/state.js';
import { Table, type Column } from '../../ui/table.js';
import { useEngineFilter } from '../../url/shared-params.js';
import { useViewHref } from '../../url/use-param.js';
import { views } from '../../views.js';
import styles from './overview.module.css';

const TONES: Readonly<Record<Outcome, Tone>> = { ok: 'ok', error: 'critical', cancelled: 'neutral' };
const NONE: readonly TurnRecord[] = [];

export function RecentRequests() {
  const { t } = useTranslation('overview');
  const [engine] = useEngineFilter();
  const all = useLive(({ data }) => data?.requests) ?? NONE;
  const requests = engine === null ? all : all.filter((request) => request.engine === engine);
  const columns = useColumns();
  return (
    <Card title={t('recent.title')} flush>
      {requests.length === 0 ? (
        <EmptyState size="sm" title={t('recent.none')} />
      ) : (
        <Table
          caption={t('recent.title')}
          columns={columns}
          rows={requests}
          keyOf={({ request_id }) => request_id}
        />
      )}
    </Card>
  );
}

function useColumns(): readonly Column<TurnRecord>[] {
  const { t } = useTranslation('overview');
  const format = useFormat();
  const href = useViewHref();
  return useMemo(
    () => [
      { id: 'time', header: t('recent.time'), cell: ({ timestamp }) => format.time(timestamp) },
      {
        id: 'request',
        header: t('recent.request'),
        cell: ({ request_id }) => <RequestLink id={request_id} href={href} />,
      },
      {
        id: 'status',
        header: t('recent.status'),
        cell: ({ status, error_type }) => (
          <Badge tone={TONES[status]}>{error_type ?? t(`recent.status_${status}`)}</Badge>
        ),
      },
      {
        id: 'total',
        header: t('recent.total'),
        numeric: true,
        cell: ({ total }) => format.duration(total),
        sortBy: ({ total }) => total,
      },
      {
        id: 'first',
        header: t('recent.first'),
        numeric: true,
        cell: ({ first_chunk }) => format.duration(first_chunk),
        sortBy: ({ first_chunk }) => first_chunk,
      },
      {
        id: 'tokens',
        header: t('recent.tokens'),
        numeric: true,
        cell: ({ tokens_out }) => format.integer(tokens_out),
        sortBy: ({ tokens_out }) => tokens_out,
      },
      {
        id: 'memory',
        header: t('recent.memory'),
        cell: ({ memory_cache_hit: hit }) => (hit === null ? '–' : hit ? t('recent.hit') : t('recent.miss')),
      },
      { id: 'engine', header: t('recent.engine'), cell: ({ engine }) => engine },
      { id: 'model', header: t('recent.model'), cell: ({ model }) => model },
    ],
    [t, format, href],
  );
}

function RequestLink({ id, href }: { readonly id: string; readonly href: (path: string) => string }) {
  const short = id.length > 14 ? `${id.slice(0, 13)}…` : id;
  const hasView = views.some((view) => view.id === 'requests');
  if (!hasView) return <span className={styles.mono}>{short}</span>;
  return (
    <Link href={href(`/requests/${encodeURIComponent(id)}`)} className={styles.mono}>
      {short}
    </Link>
  );
}
