const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** Seconds as rules write them: `1h30m`, `90s` as `1m30s`, `0` as `0s`. */
export function durationText(seconds: number): string {
  if (seconds === 0) return '0s';
  // What has parts of a second stays a number, which rules take as well.
  if (!Number.isInteger(seconds)) return String(seconds);
  let left = seconds;
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text;
}
