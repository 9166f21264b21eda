export interface SparklineBox {
  readonly width: number;
  readonly height: number;
  readonly floor?: number;
}

/** SVG paths of a line that breaks where there is no data, and of the area below it. */
export function sparklinePath(
  values: readonly (number | null)[],
  { width, height, floor }: SparklineBox,
): { readonly line: string; readonly area: string } {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { line: '', area: '' };
  const low = Math.min(floor ?? Infinity, ...known);
  const high = Math.max(...known);
  // Half a line's width stays free at the top and at the bottom.
  const y = (value: number) =>
    high === low
      ? value === floor
        ? height - 1
        : height / 2
      : 1 + (1 - (value - low) / (high - low)) * (height - 2);
  const step = values.length > 1 ? width / (values.length - 1) : 0;

  let line = '';
  let area = '';
  for (const { start, run } of runsOf(values)) {
    const points = run.map((value, i) => `${round((start + i) * step)} ${round(y(value))}`);
    const [from, to] = [round(start * step), round((start + run.length - 1) * step)];
    // A single value is a dot: a line to itself with round ends.
    line += `M${points.join('L')}${points.length === 1 ? `L${points[0] ?? ''}` : ''}`;
    area += `M${from} ${height}L${points.join('L')}L${to} ${height}Z`;
  }
  return { line, area };
}

function runsOf(values: readonly (number | null)[]): { start: number; run: number[] }[] {
  const runs: { start: number; run: number[] }[] = [];
  let open = false;
  values.forEach((value, start) => {
    if (value === null) open = false;
    else if (open) runs.at(-1)?.run.push(value);
    else {
      runs.push({ start, run: [value] });
      open = true;
    }
  });
  return runs;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
