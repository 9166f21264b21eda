import { figureWithQuartiles } from './table.mjs';

/**
 * Something that has to be so.
 * @typedef {object} Goal
 * @property {string} name
 * @property {import('./spread.mjs').Spread} measured judged by its median; NaN fails
 * @property {number} atMost
 * @property {string} [unit]
 */

/** @param {Goal} goal */
export function isMet({ measured, atMost }) {
  return measured.median <= atMost;
}

/** @param {Goal} goal */
export function goalLine(goal) {
  const { name, measured, atMost, unit = '' } = goal;
  const shown = figureWithQuartiles(measured, Number.isInteger(measured.median) ? 0 : 2);
  return `${isMet(goal) ? 'PASS' : 'FAIL'}  ${name}: ${shown}${unit}, at most ${atMost}${unit}`;
}

/** @param {readonly Goal[]} goals */
export function summaryLine(goals) {
  const passed = goals.filter(isMet).length;
  return `${passed} passed, ${goals.length - passed} failed`;
}
