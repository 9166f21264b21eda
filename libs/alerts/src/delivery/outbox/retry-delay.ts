/** Milliseconds. */
const FIRST = 1_000;
const LONGEST = 300_000;
/** A message is given up after so many attempts, or when it is so old. Milliseconds. */
const MOST_ATTEMPTS = 60;
const OLDEST = 86_400_000;

/**
 * Milliseconds before the next attempt, after `failures` of them (from 1): a second, doubled each time up to five minutes, each by a
 * random part shorter, so that many messages do not come back at once; at least what the receiver asked for.
 *
 * @param random - from 0 up to 1.
 */
export function retryDelay(failures: number, random: () => number, asked = 0): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(20, failures - 1));
  return Math.max(Math.min(asked, 3_600_000), full * (0.5 + random() / 2));
}

export function isGivenUp(attempts: number, createdAt: number, now: number): boolean {
  return attempts >= MOST_ATTEMPTS || now - createdAt > OLDEST;
}
