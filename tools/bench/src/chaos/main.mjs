/**
 * What users notice when Redis fails: three instances of the service on one Redis, 50 users, one fault after the other. Build the
 * service first.
 *   node tools/bench/src/chaos/main.mjs [--seconds N] [--users N] [--faults frozen,killed,…]
 */
import { parseArgs } from 'node:util';
import { quantile } from '../runner/quantiles.mjs';
import { figure, table } from '../runner/table.mjs';
import { FAULTS } from './faults.mjs';
import { startFleet } from './fleet.mjs';
import { talk } from './users.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    users: { type: 'string', default: '50' },
    faults: { type: 'string', default: Object.keys(FAULTS).join(',') },
  },
});
const milliseconds = Number(values.seconds) * 1_000;
const users = Number(values.users);

const GOALS = { failed: 0, added: 120, cpu: 2, memory: 2, log: 10 };

/** @typedef {Awaited<ReturnType<typeof measure>>} Slice */

/**
 * Talks for a while, and says what it cost.
 * @param {Awaited<ReturnType<typeof startFleet>>} fleet
 */
async function measure(fleet) {
  const before = fleet.spent();
  const { answered, failures, latencies } = await talk(fleet.urls, { users, milliseconds, key: fleet.key });
  const after = fleet.spent();
  return {
    answered,
    failures,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpu: (after.cpu - before.cpu) / 1e6 / Math.max(1, answered),
    memory: after.memory,
    log: (after.log - before.log) / 1_024 / (milliseconds / 1_000) / fleet.urls.length,
  };
}

/** @type {(name: string, slice: Slice, well?: Slice) => string[]} */
const row = (name, { answered, failures, p50, p99, cpu, memory, log }, well) => [
  name,
  String(answered),
  String(failures.length),
  figure(p50, 1),
  figure(p99, 1),
  well ? figure(p99 - well.p99, 1) : '',
  figure(cpu, 2),
  well ? figure(cpu / well.cpu, 2) : '',
  well ? figure(memory / well.memory, 2) : '',
  figure(log, 2),
];

const fleet = await startFleet();
const rows = [
  [
    'fault',
    'turns',
    'failed',
    'p50 ms',
    'p99 ms',
    'added p99',
    'CPU ms',
    '/ well',
    'memory / well',
    'log KB/s',
  ],
];
const missed = [];
try {
  await measure(fleet);
  for (const name of values.faults.split(',')) {
    const fault = FAULTS[name];
    if (!fault) throw new Error(`--faults ${name}: not one of ${Object.keys(FAULTS).join(', ')}`);
    // Beside each fault, so that both have the same machine and the same caches.
    const well = await measure(fleet);
    rows.push(row('well', well));
    const mend = await fault(fleet);
    const slice = await measure(fleet);
    await mend();
    const back = await fleet.back();
    rows.push(row(name, slice, well));
    for (const failure of new Set(slice.failures)) missed.push(`${name}: ${failure}`);
    if (slice.failures.length > GOALS.failed) missed.push(`${name}: ${slice.failures.length} turns failed`);
    if (slice.p99 - well.p99 > GOALS.added)
      missed.push(`${name}: p99 is ${figure(slice.p99 - well.p99, 0)} ms longer`);
    if (slice.cpu > GOALS.cpu * well.cpu)
      missed.push(`${name}: ${figure(slice.cpu / well.cpu, 2)} × the CPU`);
    if (slice.memory > GOALS.memory * well.memory)
      missed.push(`${name}: ${figure(slice.memory / well.memory, 2)} × the memory`);
    if (slice.log > GOALS.log) missed.push(`${name}: ${figure(slice.log, 1)} KB of log a second`);
    console.error(`${name}: back in use after ${figure(back, 0)} ms`);
    if (back > 1_500) missed.push(`${name}: back after ${figure(back, 0)} ms`);
  }
} finally {
  await fleet.stop();
}
console.log(table(rows));
for (const line of missed) console.log(`! ${line}`);
process.exitCode = missed.length === 0 ? 0 : 1;
