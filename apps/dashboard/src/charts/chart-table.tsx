import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormat } from '../i18n/use-format.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Table, type Column } from '../ui/table.js';
import type { ChartLine, ChartRow } from './chart.js';

export interface ChartTableProps {
  readonly title: string;
  readonly rows: readonly ChartRow[];
  readonly lines: readonly ChartLine[];
  readonly format: (value: number) => string;
  /** The address of what a value is made of. */
  readonly hrefOf: ((at: number, key: string | null) => string) | undefined;
}

/** The values of a chart, the last ones first. */
export function ChartTable({ title, rows, lines, format, hrefOf }: ChartTableProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const columns = useMemo<readonly Column<ChartRow>[]>(
    () => [
      { id: 'at', header: t('chart.time'), cell: ({ at }) => link(dateTime(at), hrefOf?.(at, null)) },
      ...lines.map(({ key, label }) => ({
        id: key,
        header: label,
        numeric: true,
        cell: (row: ChartRow) => {
          const value = row[key];
          return typeof value === 'number' ? link(format(value), hrefOf?.(row.at, key)) : '–';
        },
        sortBy: (row: ChartRow) => row[key] ?? null,
      })),
    ],
    [t, dateTime, lines, format, hrefOf],
  );
  return <Table caption={title} columns={columns} rows={rows.toReversed()} keyOf={({ at }) => String(at)} />;
}

function link(text: string, href: string | undefined): ReactNode {
  return href === undefined ? text : <Link href={href}>{text}</Link>;
}
