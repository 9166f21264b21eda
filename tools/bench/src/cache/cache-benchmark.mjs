import { turns } from '../runner/turns.mjs';
import { slice } from './slice.mjs';
import { KEYS, keyOf, memories } from './values.mjs';

/** @typedef {import('./slice.mjs').Slice} Slice */

/**
 * All contestants of a phase are there together and are measured one after the other, round by round.
 * @param {import('./phases.mjs').Phase} phase
 * @param {{ redis: string, rounds: number }} options
 * @returns {Promise<Record<string, Slice[]>>} a slice a round, by contestant
 */
export async function measure({ bytes, contestants, ...size }, { redis, rounds }) {
  const keys = Array.from({ length: KEYS }, (_, index) => keyOf(index));
  const value = memories(bytes);
  const present = [];
  /** @type {Record<string, Slice[]>} */
  const slices = {};
  for (const [index, { name, start }] of contestants.entries()) {
    present.push({ name, running: await start({ redis, value, keys, space: `bench-${index}` }) });
    slices[name] = [];
  }
  // The first rounds are for the compiler.
  for (let round = -Math.ceil(rounds / 4); round < rounds; round++) {
    for (const { name, running } of turns(present, Math.abs(round))) {
      const measured = await slice(running.get, keys, size);
      if (round >= 0) slices[name]?.push(measured);
    }
  }
  for (const { running } of present) await running.stop();
  return slices;
}
