import { ratio, spread } from '../runner/spread.mjs';
import { figureWithQuartiles, table } from '../runner/table.mjs';

/** @typedef {import('../runner/goals.mjs').Goal} Goal */
/** @typedef {Record<string, import('./slice.mjs').Slice[]>} Slices of a phase */

const US = 'yychat';
const RAW = 'node-redis + JSON';
const FIGURES = /** @type {const} */ (['time', 'cpu']);

/**
 * What a phase is measured against: node-redis where there is Redis, else the fastest of the others.
 * @param {Slices} slices
 */
export function yardstick(slices) {
  if (RAW in slices) return RAW;
  const others = Object.keys(slices).filter((name) => name !== US);
  const median = (/** @type {string} */ name) => spread(of(slices, name, 'time')).median;
  return others.reduce((fastest, name) => (median(name) < median(fastest) ? name : fastest));
}

/**
 * @param {string} phase
 * @param {Slices} slices
 */
export function phaseTable(phase, slices) {
  const base = yardstick(slices);
  const row = (/** @type {string} */ name) => [
    name,
    ...FIGURES.flatMap((figure) => [
      figureWithQuartiles(spread(of(slices, name, figure)), 2),
      figureWithQuartiles(ratio(of(slices, name, figure), of(slices, base, figure)), 2),
    ]),
  ];
  const head = [phase, 'µs/get', `/ ${base}`, 'CPU µs/get', `/ ${base}`];
  return table([head, ...Object.keys(slices).map(row)]);
}

/**
 * @param {string} phase
 * @param {Slices} slices
 * @returns {Goal}
 */
export function phaseGoal(phase, slices) {
  const base = yardstick(slices);
  return {
    name: `${phase}, time, YYChat / ${base}`,
    measured: ratio(of(slices, US, 'time'), of(slices, base, 'time')),
    atMost: base === RAW ? 1.2 : 1,
  };
}

/**
 * @param {Slices} slices
 * @param {string} name
 * @param {typeof FIGURES[number]} figure
 */
function of(slices, name, figure) {
  return (slices[name] ?? []).map((slice) => slice[figure]);
}
