import { performance } from 'node:perf_hooks';
import { quantile } from '../runner/quantiles.mjs';

/**
 * How long something takes, each time: milliseconds of this process' CPU, and on the clock.
 * @param {number} times
 * @param {(nth: number) => Promise<unknown>} work
 */
export async function measure(times, work) {
  const [cpu, wall] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let nth = 0; nth < times; nth++) {
    const [used, start] = [process.cpuUsage(), performance.now()];
    await work(nth);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1_000);
    wall.push(performance.now() - start);
  }
  return { cpu, wall };
}

/**
 * @param {string} name
 * @param {readonly number[]} values
 * @returns {string[]} a row of a table
 */
export const spreadRow = (name, values) => [
  name,
  ...[0.5, 0.95, 0.99, 1].map((share) => quantile(values, share).toFixed(2)),
];

export const SPREAD_HEAD = ['ms', 'p50', 'p95', 'p99', 'most'];
