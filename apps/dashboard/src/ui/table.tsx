import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { cx } from './cx.js';
import styles from './table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** Makes it sortable. `null` goes last. */
  readonly sortBy?: (row: Row) => number | string | null;
}

export interface TableProps<Row> {
  /** For those who do not see it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** For the pointer alone: a link in one of the cells must do the same. */
  readonly onRowClick?: (row: Row) => void;
}

interface Sort {
  readonly id: string;
  readonly descending: boolean;
}

/** Dense. Scrolls sideways where it is too wide. */
export function Table<Row>({ caption, columns, rows, keyOf, onRowClick }: TableProps<Row>) {
  const [sort, setSort] = useState<Sort | null>(null);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const toggle = (id: string) =>
    setSort((before) =>
      before?.id !== id ? { id, descending: true } : before.descending ? { id, descending: false } : null,
    );
  return (
    // Keys must reach what is scrolled.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={toggle} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr
              key={keyOf(row)}
              {...(onRowClick !== undefined && {
                className: styles.clickable,
                onClick: () => onRowClick(row),
              })}
            >
              {columns.map((column) => (
                <td key={column.id} className={cx(column.numeric === true && styles.number)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: (id: string) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const className = cx(column.numeric === true && styles.number);
  if (column.sortBy === undefined)
    return (
      <th scope="col" className={className}>
        {column.header}
      </th>
    );
  const isSorted = sort?.id === column.id;
  const Arrow = isSorted && !sort.descending ? ArrowUp : ArrowDown;
  const arrow = <Arrow aria-hidden className={cx(!isSorted && styles.unsorted)} />;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={styles.sort} onClick={() => onSort(column.id)}>
        {column.numeric === true && arrow}
        {column.header}
        {column.numeric !== true && arrow}
      </button>
    </th>
  );
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sort?.id)?.sortBy;
  if (sort === null || sortBy === undefined) return rows;
  const direction = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [sortBy(a), sortBy(b)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return left === right ? 0 : left < right ? -direction : direction;
  });
}
