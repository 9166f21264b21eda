/**
 * What the metrics cost, and whether they are true. Build the libs first. Starts a Redis server of its own.
 *   node --expose-gc tools/bench/src/metrics/main.mjs [--only hot-path,day,truth] [--turns N] [--frozen SECONDS]
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { goalLine, isMet, summaryLine } from '../runner/goals.mjs';
import { spread } from '../runner/spread.mjs';
import { figure, table } from '../runner/table.mjs';
import { aDay, TURNS_PER_SECOND } from './a-day.mjs';
import { hotPath } from './hot-path.mjs';
import { truth } from './truth.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'hot-path,day,truth' },
    /** That go through three processes. */
    turns: { type: 'string', default: '100000' },
    /** Seconds that Redis stands still. */
    frozen: { type: 'string', default: '10' },
  },
});
const only = values.only.split(',');

/** @type {import('../runner/goals.mjs').Goal[]} */
const goals = [];
/** @type {string[][]} */
const rows = [['', 'measured']];
/** @param {string} name @param {number} value @param {number} atMost @param {string} [unit] */
const goal = (name, value, atMost, unit = '') =>
  void goals.push({ name, measured: spread([value]), atMost, unit });

if (only.includes('hot-path')) {
  rows.push(['CPU of a turn, µs', figure(await hotPath(false), 2)]);
  goal('CPU of a turn, with Prometheus', await hotPath(true), 20, ' µs');
}
if (only.includes('day')) {
  const day = await aDay();
  rows.push(
    ['CPU of an instance for a batch, ms', figure(day.batchCpu, 2)],
    ['series of a day', figure(day.series, 0)],
    ['first answer for 24 h, ms', figure(day.coldAnswer, 0)],
    ['CPU of an answer for 24 h, ms', figure(day.answerCpu, 1)],
    ['memory of an instance that knows the day, MB', figure(day.heap / 1e6, 1)],
    ['commands of a batch, those that scripts call included', figure(day.commands, 1)],
  );
  goal('Redis of a day and series', day.seriesBytes / 1e6, 2, ' MB');
  goal('Redis of a day for what an instance measures beside turns', day.systemBytes / 1e6, 2, ' MB');
  goal('answer for 24 h, p95', day.answer, 50, ' ms');
  // Of an instance, which writes once a second.
  goal(`calls of Redis for a turn at ${TURNS_PER_SECOND} turns/s`, day.calls / TURNS_PER_SECOND, 0.1);
}
if (only.includes('truth')) {
  const { count, atFirst, afterRestart, afterFreeze, dropped } = await truth({
    turns: Number(values.turns),
    frozen: Number(values.frozen) * 1_000,
  });
  rows.push(
    ['turns through 3 processes', String(count)],
    ['turns dropped, batches that failed, by process', dropped.map((it) => it.join(' and ')).join(', ')],
  );
  // A count that is not exact makes the error infinite.
  goal('error of percentiles', atFirst * 100, 1, ' %');
  goal('error after a restart', afterRestart * 100, 1, ' %');
  goal(`error after Redis stood still for ${values.frozen} s`, afterFreeze * 100, 1, ' %');
}
console.log(`${table(rows)}\n`);
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}.\n`);
for (const it of goals) console.log(goalLine(it));
console.log(summaryLine(goals));
process.exit(goals.every(isMet) ? 0 : 1);
