import type { Day, MuteTime } from '../rule/mute-time.js';
import type { Suppression } from './suppression.js';
import { wallClock } from './wall-clock.js';

const BEFORE: Readonly<Record<Day, Day>> = {
  mon: 'sun',
  tue: 'mon',
  wed: 'tue',
  thu: 'wed',
  fri: 'thu',
  sat: 'fri',
  sun: 'sat',
};

/** The first mute time that a moment lies in. */
export function mutedBy(times: readonly MuteTime[], at: number): Suppression | undefined {
  const time = times.find((candidate) => isWithin(candidate, at));
  if (time === undefined) return undefined;
  return { kind: 'muted', reason: `${time.from}–${time.to} ${time.zone}, ${time.days.join(' ')}` };
}

function isWithin(time: MuteTime, at: number): boolean {
  const { day, minute } = wallClock(at, time.zone);
  const from = minutes(time.from);
  const to = minutes(time.to);
  if (from < to) return time.days.includes(day) && minute >= from && minute < to;
  if (minute >= from) return time.days.includes(day);
  return minute < to && time.days.includes(BEFORE[day]);
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
