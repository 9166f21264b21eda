/** Which of the eight colours; each is told apart in both themes, and comes with a dash of its own. */
export type SeriesColor = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface ChartLine {
  /** Of the rows' values. */
  readonly key: string;
  readonly label: string;
  readonly color: SeriesColor;
  /** Default: by the place among the lines, so that lines differ without colours. */
  readonly dash?: string;
}

/** What the lines are at one time, in milliseconds since the epoch; `null` where there is no data. */
export interface ChartRow {
  readonly at: number;
  readonly [key: string]: number | null;
}

export interface ChartThreshold {
  readonly value: number;
  readonly label: string;
}

/** A stretch of time in which something was wrong, in milliseconds since the epoch; `to` may be infinite. */
export interface ChartBand {
  readonly from: number;
  readonly to: number;
}

/** Something that happened, to be read beside the lines. */
export interface ChartMark {
  readonly id: string;
  readonly at: number;
  readonly kind: 'switched' | 'fired' | 'resolved' | 'started' | 'stopped';
  readonly label: string;
}

const DASHES = ['', '6 3', '2 3', '9 3 2 3', '4 2', '1 3', '12 4', '6 2 1 2'];

export function dashOf(line: ChartLine, index: number): string {
  return line.dash ?? DASHES[index % DASHES.length] ?? '';
}

/** More than these a chart cannot show in time. */
export const MOST_ROWS = 300;

export type TimeDomain = readonly [from: number, to: number];

/** From the first row to the last. */
export function domainOf(rows: readonly ChartRow[]): TimeDomain | null {
  const [first, last] = [rows[0], rows.at(-1)];
  return first === undefined || last === undefined ? null : [first.at, last.at];
}

/**
 * Rows with a break where none came for long, so that no line is drawn through a time of which nothing is known.
 * @param longest milliseconds between two rows that belong together
 */
export function withBreaks(rows: readonly ChartRow[], longest: number): readonly ChartRow[] {
  if (!rows.some((row, i) => row.at - (rows[i - 1]?.at ?? row.at) > longest)) return rows;
  return rows.flatMap((row, i) => {
    const before = rows[i - 1];
    return before !== undefined && row.at - before.at > longest ? [{ at: before.at + 1 }, row] : [row];
  });
}

/** Keys of which some value stands alone, and would not be seen as a line. */
export function loneKeys(rows: readonly ChartRow[], keys: readonly string[]): ReadonlySet<string> {
  const isKnown = (row: ChartRow | undefined, key: string) => typeof row?.[key] === 'number';
  return new Set(
    keys.filter((key) =>
      rows.some((row, i) => isKnown(row, key) && !isKnown(rows[i - 1], key) && !isKnown(rows[i + 1], key)),
    ),
  );
}
