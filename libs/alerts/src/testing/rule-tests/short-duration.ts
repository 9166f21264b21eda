/** Seconds as they are written in rules: `1h30m`, `90` as `1m30s`, `0s`. */
export function shortDuration(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const;
  let left = seconds;
  let text = '';
  for (const [name, length] of units) {
    const count = name === 's' ? left : Math.floor(left / length);
    left -= count * length;
    if (count > 0) text += `${count}${name}`;
  }
  return text === '' ? '0s' : text;
}
