import type { TurnRecord } from '@yychat/protocol';
import { useMemo, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useFormat } from '../../i18n/use-format.js';
import { useTranslation } from '../../i18n/use-translation.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { cx } from '../../ui/cx.js';
import { Table, type Column } from '../../ui/table.js';
import { identityOf } from './feed.js';
import { OUTCOME_TONES } from './request-words.js';
import styles from './requests.module.css';
import { TotalBar } from './total-bar.js';

/** Rows at a time: more a page cannot show at once. */
const PAGE = 100;
const DAY = 86_400_000;

export interface RequestTableProps {
  readonly caption: string;
  readonly rows: readonly TurnRecord[];
  /** Somebody points at it, or has the focus in it. */
  readonly onHold?: (held: boolean) => void;
}

/** Requests, one a row. Each leads to its waterfall. */
export function RequestTable({ caption, rows, onHold }: RequestTableProps) {
  const { t } = useTranslation('requests');
  const [limit, setLimit] = useState(PAGE);
  const [, go] = useLocation();
  const href = useRequestHref();
  const shown = rows.slice(0, limit);
  const columns = useColumns(shown, href);
  return (
    <div
      className={styles.list}
      onPointerEnter={() => onHold?.(true)}
      onPointerLeave={({ currentTarget }) => onHold?.(currentTarget.contains(document.activeElement))}
      onFocus={() => onHold?.(true)}
      onBlur={({ currentTarget, relatedTarget }) =>
        onHold?.(currentTarget.contains(relatedTarget) || currentTarget.matches(':hover'))
      }
    >
      <Table
        caption={caption}
        columns={columns}
        rows={shown}
        keyOf={identityOf}
        onRowClick={({ request_id }) => {
          // Who marks text to copy it does not want to leave.
          if (window.getSelection()?.isCollapsed !== false) go(href(request_id));
        }}
      />
      {rows.length > limit && (
        <p className={styles.more}>
          {t('shown', { shown: limit, count: rows.length })}
          <Button size="sm" onClick={() => setLimit(limit + PAGE)}>
            {t('showMore')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** The address of a request, over the same list. */
export function useRequestHref(): (id: string) => string {
  const search = useSearch();
  return useMemo(
    () => (id: string) => `/requests/${encodeURIComponent(id)}${search === '' ? '' : `?${search}`}`,
    [search],
  );
}

function useColumns(
  rows: readonly TurnRecord[],
  href: (id: string) => string,
): readonly Column<TurnRecord>[] {
  const { t } = useTranslation('requests');
  const format = useFormat();
  const longest = useMemo(() => Math.max(0, ...rows.map(({ total }) => total ?? 0)), [rows]);
  return useMemo(
    () => [
      {
        id: 'time',
        header: t('columns.time'),
        cell: ({ timestamp }) =>
          Date.now() - Date.parse(timestamp) > DAY ? format.dateTime(timestamp) : format.time(timestamp),
      },
      {
        id: 'request',
        header: t('columns.request'),
        cell: ({ request_id: id }) => (
          <Link
            href={href(id)}
            className={cx(styles.mono, styles.requestId)}
            title={id}
            data-request={id}
            onClick={(event) => event.stopPropagation()}
          >
            {shortened(id)}
          </Link>
        ),
      },
      {
        id: 'status',
        header: t('columns.status'),
        cell: ({ status, error_type: type }) => (
          <Badge tone={OUTCOME_TONES[status]}>
            <span className={styles.outcome}>{type ?? t(`outcome.${status}`)}</span>
          </Badge>
        ),
      },
      {
        id: 'total',
        header: t('columns.total'),
        numeric: true,
        cell: (record) => (
          <span className={styles.total}>
            <TotalBar record={record} longest={longest} />
            <span className={styles.totalFigure}>{format.duration(record.total)}</span>
          </span>
        ),
        sortBy: ({ total }) => total,
      },
      {
        id: 'first',
        header: t('columns.first'),
        numeric: true,
        cell: ({ first_chunk }) => format.duration(first_chunk),
        sortBy: ({ first_chunk }) => first_chunk,
      },
      {
        id: 'tokens',
        header: t('columns.tokens'),
        numeric: true,
        cell: ({ tokens_out }) => format.integer(tokens_out),
        sortBy: ({ tokens_out }) => tokens_out,
      },
      { id: 'engine', header: t('columns.engine'), cell: ({ engine }) => engine },
      { id: 'model', header: t('columns.model'), cell: ({ model }) => model },
      {
        id: 'conversation',
        header: t('columns.conversation'),
        cell: ({ conversation_id: id }) =>
          id === null ? (
            <span className={styles.faint}>–</span>
          ) : (
            <span className={styles.mono} title={id}>
              {shortened(id)}
            </span>
          ),
      },
    ],
    [t, format, href, longest],
  );
}

function shortened(id: string): string {
  return id.length > 14 ? `${id.slice(0, 13)}…` : id;
}
