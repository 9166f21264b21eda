/**
 * Reads from YYChat's cache, and from others, side by side. Build the libs first. Starts a Redis server of its own.
 *   node tools/bench/src/cache/main.mjs [--quick] [--rounds N] [--only TEXT] [--json FILE]
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startRedis } from '@yychat/services';
import { goalLine, isMet, summaryLine } from '../runner/goals.mjs';
import { measure } from './cache-benchmark.mjs';
import { PHASES } from './phases.mjs';
import { phaseGoal, phaseTable } from './report.mjs';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    /** Part of the names of the phases to run. */
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 12 : 60));
const phases = PHASES.filter(({ name }) => name.includes(values.only));

const redis = await startRedis();
/** @type {Record<string, import('./report.mjs').Slices>} */
const results = {};
try {
  for (const phase of phases) {
    results[phase.name] = await measure(phase, { redis: redis.url, rounds });
    console.log(`${phaseTable(phase.name, results[phase.name] ?? {})}\n`);
  }
} finally {
  await redis.stop();
}
const goals = Object.entries(results).map(([name, slices]) => phaseGoal(name, slices));
console.log(
  `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; ${rounds} rounds. ` +
    'Figures: median (quartiles) of the rounds.\n',
);
for (const goal of goals) console.log(goalLine(goal));
console.log(summaryLine(goals));
if (values.json !== undefined) {
  const record = { when: new Date().toISOString(), node: process.version, rounds, goals, results };
  writeFileSync(values.json, `${JSON.stringify(record, null, 2)}\n`);
}
process.exitCode = goals.every(isMet) ? 0 : 1;
