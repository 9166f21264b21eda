const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR),
];

/**
 * Times for an axis, at whole minutes or hours of this machine's day.
 * @param most how many there is room for
 */
export function timeTicks(from: number, to: number, most: number): readonly number[] {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? 24 * HOUR;
  const zone = new Date(from).getTimezoneOffset() * MINUTE;
  const ticks: number[] = [];
  for (let tick = Math.ceil((from - zone) / step) * step + zone; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}
