import { createHash } from 'node:crypto';

/** Milliseconds for which a signal stays as it is, at least. */
const PACE = 5_000;

/**
 * Whether a signal is bad at a time: now and then, at random, but the same for all who look.
 * @param {string} name
 * @param {number} at milliseconds since the epoch
 */
export function isBad(name, at) {
  const hash = createHash('sha256')
    .update(`${name} ${Math.floor(at / PACE)}`)
    .digest();
  return (hash[0] ?? 0) % 3 === 0;
}
