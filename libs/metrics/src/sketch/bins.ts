/**
 * Log-spaced bins, as DDSketch has them (https://arxiv.org/abs/1908.10693): each bin is γ times as wide as the one before,
 * γ = (1 + α) / (1 − α), so that the one value that stands for a bin is at most α away from any value in it.
 */

/** α: how far, at most and as a share of the truth, a value may be from the one that stands for its bin. */
export const RELATIVE_ERROR = 0.009;

/** Values below count as 0, for which bin 0 stands. In seconds, a microsecond. */
export const SMALLEST = 1e-6;

/** Values from here on share the last bin. */
const LARGEST = 1e12;

const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const BINS_PER_E = 1 / Math.log(GAMMA);

/** How many bins there are. */
export const BIN_COUNT = Math.ceil(Math.log(LARGEST / SMALLEST) * BINS_PER_E) + 2;

/** For each bin the value that is as far, in proportion, from its lower end as from its upper one. */
const values = Float64Array.from({ length: BIN_COUNT }, (_, bin) =>
  bin === 0 ? 0 : (SMALLEST * Math.exp(bin / BINS_PER_E) * 2) / (1 + GAMMA),
);

/**
 * The bin of a value: 0 for what is less than {@link SMALLEST}. The logarithm costs 8 ns; a table by the bits of the number costs 6,
 * which is not worth one.
 */
export function binOf(value: number): number {
  if (!(value >= SMALLEST)) return 0;
  return Math.min(Math.floor(Math.log(value / SMALLEST) * BINS_PER_E) + 1, BIN_COUNT - 1);
}

/** The value that stands for a bin. */
export function valueOf(bin: number): number {
  return values[bin] ?? 0;
}
