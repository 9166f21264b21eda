import { ok } from 'node:assert/strict';
import type { Spread } from '../measurements/spread.js';

/** Random numbers that a seed repeats: mulberry32 by Tommy Ettinger. From 0 to 1, 1 excluded. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Times as services have them: most of them short, some very long. Seconds. */
export function longTailed(random: () => number): number {
  return Math.exp(Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) * 0.8 - 0.5);
}

/** The value below which a share of the values lies, interpolated between neighbours. */
export function exactQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  ok(below !== undefined && above !== undefined);
  return below + (above - below) * (position - Math.floor(position));
}

/** Checks a spread against the values that it is of: counts, least and greatest exactly, percentiles within 1 %. */
export function checkSpread(spread: Spread, values: readonly number[]): void {
  const { count, avg, min, max, median, p95, p99 } = spread;
  const sum = values.reduce((a, b) => a + b, 0);
  ok(count === values.length, `${count} values, not ${values.length}`);
  within(avg, sum / values.length, 1e-9, 'average');
  within(min, Math.min(...values), 1e-9, 'least');
  within(max, Math.max(...values), 1e-9, 'greatest');
  within(median, exactQuantile(values, 0.5), 0.01, 'median');
  within(p95, exactQuantile(values, 0.95), 0.01, 'p95');
  within(p99, exactQuantile(values, 0.99), 0.01, 'p99');
}

function within(figure: number | null, truth: number, share: number, name: string): void {
  const isNear = figure !== null && Math.abs(figure - truth) <= share * truth;
  ok(isNear, `the ${name} is said to be ${figure}, and is ${truth}`);
}
