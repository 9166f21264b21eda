import { quantile } from '../runner/quantiles.mjs';

/** How long the turn of that number takes, in seconds: from 0.1 to 40, most of them short. @param {number} i */
export function durationOf(i) {
  const share = ((i * 7_919) % 100_003) / 100_003;
  return 0.1 * 400 ** (share * share);
}

/**
 * By how much, at most, a spread is off, as a share of the truth; Infinity if its count is wrong.
 * @param {import('@yychat/metrics').Spread} spread
 * @param {number} turns that there were, from number 0 on
 */
export function errorOf(spread, turns) {
  if (spread.count !== turns) return Infinity;
  const values = Array.from({ length: turns }, (_, i) => durationOf(i));
  const figures = /** @type {const} */ ([
    [spread.median, 0.5],
    [spread.p95, 0.95],
    [spread.p99, 0.99],
  ]);
  return Math.max(
    ...figures.map(([figure, share]) => {
      const truth = quantile(values, share);
      return Math.abs((figure ?? NaN) - truth) / truth;
    }),
  );
}
