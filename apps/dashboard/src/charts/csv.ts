import type { ChartLine, ChartRow } from './chart.js';

/** Times in ISO 8601, values as they are, nothing where there is no data. */
export function toCsv(rows: readonly ChartRow[], lines: readonly ChartLine[]): string {
  const header = ['time', ...lines.map(({ label }) => label)];
  const body = rows.map((row) => [
    new Date(row.at).toISOString(),
    ...lines.map(({ key }) => String(row[key] ?? '')),
  ]);
  return [header, ...body].map((cells) => cells.map(quote).join(',')).join('\r\n') + '\r\n';
}

function quote(cell: string): string {
  // A spreadsheet would take such a name for a formula.
  const safe = /^[=+@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
