const STEPS = [1, 2, 2.5, 5, 10];

/**
 * Values for an axis that begins at 0: round ones, of which the last is not less than the greatest value.
 * @param most how many there may be above 0
 */
export function valueTicks(greatest: number, most: number): readonly number[] {
  if (!(greatest > 0)) return [0, 1];
  const size = 10 ** Math.floor(Math.log10(greatest / most));
  const step = size * (STEPS.find((factor) => factor * size * most >= greatest) ?? 10);
  const count = Math.ceil(greatest / step - 1e-9);
  // Multiplied, not added up, or 0.1 would not stay 0.1.
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** The greatest of the values that are shown. */
export function greatestOf(
  rows: readonly { readonly at: number; readonly [key: string]: number | null }[],
  keys: readonly string[],
  [from, to]: readonly [from: number, to: number],
): number {
  let greatest = 0;
  for (const row of rows) {
    if (row.at < from || row.at > to) continue;
    for (const key of keys) greatest = Math.max(greatest, row[key] ?? 0);
  }
  return greatest;
}
