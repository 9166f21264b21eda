import type { EngineRollout } from '@yychat/protocol';

/** Whole per cents by engine, which add up to 100. */
export type Shares = Readonly<Record<string, number>>;

/** Shares of the conversations that each engine has, 0 to 1. Without weights the engine in force has all. */
export function sharesInForce(weights: EngineRollout['weights'], current: string): Shares {
  if (weights === null) return { [current]: 1 };
  const sum = total(Object.values(weights));
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight / sum]));
}

/** What a form begins with. */
export function wholeShares(
  weights: EngineRollout['weights'],
  current: string,
  names: readonly string[],
): Shares {
  const shares = sharesInForce(weights, current);
  return spread(Object.fromEntries(names.map((name) => [name, shares[name] ?? 0])), 100);
}

/** One share changed; the others keep their proportions. */
export function withShare(shares: Shares, name: string, value: number): Shares {
  const share = Math.min(100, Math.max(0, Math.round(value)));
  const { [name]: _, ...others } = shares;
  if (Object.keys(others).length === 0) return { [name]: 100 };
  const rest = spread(others, 100 - share);
  return Object.fromEntries(Object.keys(shares).map((key) => [key, key === name ? share : (rest[key] ?? 0)]));
}

/** In whole parts of a sum, by the largest remainders. Where nothing has a weight, all have the same. */
function spread(weights: Shares, sum: number): Shares {
  const entries = Object.entries(weights);
  const all = total(Object.values(weights));
  const exact = entries.map(([name, weight]) => ({
    name,
    part: all === 0 ? sum / entries.length : (weight / all) * sum,
  }));
  const left = sum - total(exact.map(({ part }) => Math.floor(part)));
  const roundedUp = new Set(
    exact
      .toSorted((a, b) => (b.part % 1) - (a.part % 1))
      .slice(0, left)
      .map(({ name }) => name),
  );
  return Object.fromEntries(
    exact.map(({ name, part }) => [name, Math.floor(part) + (roundedUp.has(name) ? 1 : 0)]),
  );
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
