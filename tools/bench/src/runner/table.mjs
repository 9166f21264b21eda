/**
 * Rows of text in columns: the first to the left, the others to the right. The first row is the head.
 * @param {readonly (readonly string[])[]} rows
 */
export function table(rows) {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      widths
        .map((width, column) =>
          column === 0 ? (row[0] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * @param {number | undefined} value
 * @param {number} digits after the point
 */
export function figure(value, digits) {
  return value === undefined || !Number.isFinite(value) ? '-' : value.toFixed(digits);
}

/**
 * @param {import('./spread.mjs').Spread} spread
 * @param {number} digits after the point
 */
export function figureWithQuartiles({ median, low, high }, digits) {
  const range =
    low === high || Number.isNaN(median) ? '' : ` (${figure(low, digits)}–${figure(high, digits)})`;
  return `${figure(median, digits)}${range}`;
}
