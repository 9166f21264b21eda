import { z } from 'zod';
import { refusal } from './field-issues.js';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof DAYS)[number];

const time = z
  .string()
  .refine(
    (text) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text),
    refusal('time', 'a time from 00:00 to 24:00'),
  );

/** What is said of a name for which `isZone` is false. */
export const NO_ZONE = refusal('zone', 'an IANA time zone like "Asia/Shanghai"');

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Times of the week in which nobody is to be disturbed, by the wall clock of a place. */
export const muteTimeSchema = z
  .strictObject({
    /** Default: all. For a time past midnight, the day on which it begins. */
    days: z
      .array(z.enum(DAYS))
      .min(1)
      .max(7)
      .default([...DAYS]),
    /** Inclusive. */
    from: time,
    /** Exclusive. Before `from`: the next day. */
    to: time,
    /** IANA time zone: `Asia/Shanghai`. */
    zone: z.string().min(1).max(64).refine(isZone, NO_ZONE).default('UTC'),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: 'must differ from "from"; use 00:00 to 24:00 for a whole day',
  });

export type MuteTime = z.output<typeof muteTimeSchema>;
