/** Milliseconds. */
const FIRST = 500;
const LONGEST = 30_000;

/**
 * Milliseconds to wait before the next attempt, after `failures` of them (from 0): 0.5 s, doubled each time up to
 * 30 s, each more or less a quarter, so that many clients of one server do not come back all at once.
 *
 * @param random - from 0 up to 1.
 */
export function backOff(failures: number, random: () => number): number {
  const delay = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 16)) * (0.75 + random() / 2);
  return Math.min(LONGEST, Math.max(FIRST, delay));
}
