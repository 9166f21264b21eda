const formats = new Map<string, Intl.DateTimeFormat>();

/** A time on the clocks of a place: `2026-03-04 13:00:05 Europe/Berlin`. */
export function formatTime(at: number, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  return `${format.format(at)} ${zone}`;
}

const UNITS = {
  en: [
    [86_400, ' d'],
    [3_600, ' h'],
    [60, ' min'],
    [1, ' s'],
  ],
  zh: [
    [86_400, ' 天'],
    [3_600, ' 小时'],
    [60, ' 分钟'],
    [1, ' 秒'],
  ],
} as const;

/** A length of time in its two largest units: `1 h 30 min`. */
export function formatDuration(seconds: number, language: 'en' | 'zh'): string {
  let left = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [length, name] of UNITS[language]) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) parts.push(`${count}${name}`);
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? `0${UNITS[language][3][1]}` : parts.join(' ');
}
