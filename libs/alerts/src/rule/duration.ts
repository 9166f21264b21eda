import { z } from 'zod';
import { refusal } from './field-issues.js';

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 };
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/y;

/** Seconds of `90s`, `1h30m`, `2d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  let seconds = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    if (part === null) return undefined;
    seconds += Number(part[1]) * (UNITS[part[2] ?? ''] ?? Number.NaN);
  }
  return text === '' ? undefined : seconds;
}

/** Seconds as a number, or a text like `5m`; seconds from here on. */
export function duration(minimum: number, maximum: number) {
  const allowed = `seconds from ${minimum} to ${maximum}, or a text like "5m"`;
  return z
    .union([z.number(), z.string().transform((text) => parseDuration(text) ?? Number.NaN)], {
      error: allowed,
    })
    .refine(
      (seconds) => seconds >= minimum && seconds <= maximum,
      refusal('duration', allowed, { minimum, maximum }),
    );
}
