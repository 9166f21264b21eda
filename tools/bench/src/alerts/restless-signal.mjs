import { createHash } from 'node:crypto';

/** Milliseconds for which a signal stays as it is, at least. */
const PACE = 5_000;

/**
 * Whether a signal is bad at a time: now and then, at random, but the same for all who look.
 * @param {string} name
 * @param {number} at milliseconds since the epoch
 */
export function isBad(name, at) {
  // Each has its own beat, as signals have.
  const shift = byteOf(name) * (PACE / 256);
  return byteOf(`${name} ${Math.floor((at + shift) / PACE)}`) % 3 === 0;
}

/** @param {string} text */
function byteOf(text) {
  return createHash('sha256').update(text).digest()[0] ?? 0;
}
