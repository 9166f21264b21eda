import { parseArgs } from 'node:util';
import { FULL, PHASES, QUICK } from './phases.mjs';

/** @typedef {import('./phases.mjs').Phase} Phase */

/**
 * @typedef {object} Options
 * @property {import('./phases.mjs').Size} size
 * @property {readonly Phase[]} phases
 * @property {string | undefined} json file for all that was measured
 */

export const USAGE = `main.mjs gateway [--quick] [--rounds N] [--phases ${PHASES.join(',')}] [--json FILE]`;

/**
 * @param {readonly string[]} args
 * @returns {Options}
 * @throws Error that says what is wrong with them
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      phases: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const size = values.quick ? QUICK : FULL;
  return { size: resize(size, values.rounds), phases: readPhases(values.phases), json: values.json };
}

/**
 * @param {import('./phases.mjs').Size} size
 * @param {string | undefined} rounds
 */
function resize(size, rounds) {
  if (rounds === undefined) return size;
  if (!/^[1-9]\d{0,2}$/.test(rounds)) throw new Error(`--rounds ${rounds}: not a number from 1 to 999`);
  const held = { ...size.held, rounds: Math.min(size.held.rounds, Number(rounds)) };
  return { ...size, rounds: Number(rounds), held };
}

/** @param {string | undefined} text */
function readPhases(text) {
  const wanted = text?.split(',') ?? PHASES;
  const unknown = wanted.find((name) => !PHASES.some((phase) => phase === name));
  if (unknown !== undefined) throw new Error(`--phases ${unknown}: not one of ${PHASES.join(', ')}`);
  return PHASES.filter((phase) => wanted.includes(phase));
}
