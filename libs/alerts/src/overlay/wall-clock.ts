import type { Day } from '../rule/mute-time.js';

const NAMES: Readonly<Record<string, Day>> = {
  Mon: 'mon',
  Tue: 'tue',
  Wed: 'wed',
  Thu: 'thu',
  Fri: 'fri',
  Sat: 'sat',
  Sun: 'sun',
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a millisecond; rules share a handful of zones. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}

export interface WallClock {
  readonly day: Day;
  /** Minutes since midnight, as the clock on the wall shows it. */
  readonly minute: number;
}

/** What the clocks of a place show. Summer time is the zone's own: no arithmetic with offsets. */
export function wallClock(at: number, zone: string): WallClock {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = value;
  return { day: NAMES[parts.weekday ?? ''] ?? 'mon', minute: Number(parts.hour) * 60 + Number(parts.minute) };
}
