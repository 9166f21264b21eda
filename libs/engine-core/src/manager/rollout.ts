import type { Rollout } from '../ports/engine-state.js';

/**
 * Which engine a conversation gets: the same one as long as the weights stay, and when they change, only as many conversations move
 * as have to.
 * @param key of the conversation, or of the turn where there is none
 */
export function engineByWeight(weights: NonNullable<Rollout['weights']>, key: string): string {
  const shares = Object.entries(weights).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = shares.reduce((sum, [, weight]) => sum + weight, 0);
  let left = fraction(key) * total;
  for (const [engine, weight] of shares) {
    left -= weight;
    if (left < 0) return engine;
  }
  // Of numbers that add up to less than their sum, the last one with a share.
  return (shares.findLast(([, weight]) => weight > 0) as [string, number])[0];
}

/** Evenly in [0, 1). FNV-1a of 32 bits over the UTF-16 units, and the finish of MurmurHash3, for keys that differ little. */
function fraction(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
