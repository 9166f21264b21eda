import { useMemo } from 'react';
import { useFormat } from '../i18n/use-format.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Table, type Column } from '../ui/table.js';
import type { ChartLine, ChartRow } from './chart.js';

export interface ChartTableProps {
  readonly title: string;
  readonly rows: readonly ChartRow[];
  readonly lines: readonly ChartLine[];
  readonly format: (value: number) => string;
}

/** The values of a chart, the last ones first. */
export function ChartTable({ title, rows, lines, format }: ChartTableProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const columns = useMemo<readonly Column<ChartRow>[]>(
    () => [
      { id: 'at', header: t('chart.time'), cell: ({ at }) => dateTime(at) },
      ...lines.map(({ key, label }) => ({
        id: key,
        header: label,
        numeric: true,
        cell: (row: ChartRow) => {
          const value = row[key];
          return typeof value === 'number' ? format(value) : '–';
        },
        sortBy: (row: ChartRow) => row[key] ?? null,
      })),
    ],
    [t, dateTime, lines, format],
  );
  return <Table caption={title} columns={columns} rows={rows.toReversed()} keyOf={({ at }) => String(at)} />;
}
