import { median, quantile } from './quantiles.mjs';

/**
 * A figure over all rounds.
 * @typedef {object} Spread
 * @property {number} median NaN when there is nothing to tell
 * @property {number} low the lower quartile
 * @property {number} high the upper quartile
 */

/**
 * @param {readonly number[]} values one a round; what is not finite is left out
 * @returns {Spread}
 */
export function spread(values) {
  const finite = values.filter(Number.isFinite);
  return { median: median(finite), low: quantile(finite, 0.25), high: quantile(finite, 0.75) };
}

/**
 * What two contestants are to each other: divided within each round, so that what slowed down a whole round cancels out.
 * @param {readonly number[]} values
 * @param {readonly number[]} others
 */
export function ratio(values, others) {
  const rounds = Math.min(values.length, others.length);
  return spread(values.slice(0, rounds).map((value, round) => value / /** @type {number} */ (others[round])));
}
