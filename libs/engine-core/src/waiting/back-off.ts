/**
 * Milliseconds to wait after `failures` in a row (from 1): `first`, doubled each time up to `longest`, each a quarter more or
 * less, so that many clients of one server do not come back all at once.
 * @param random uniform in [0, 1)
 */
export function backOff(
  failures: number,
  { first, longest }: { readonly first: number; readonly longest: number },
  random: () => number,
): number {
  return Math.min(longest, first * 2 ** (failures - 1)) * (0.75 + random() / 2);
}
