/**
 * What alerts cost: 500 rules on a day of figures, and previews of rules over it. Build the api first.
 *   node tools/bench/src/alerts/main.mjs [--rules N] [--ticks N]
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { MetricsSignalSource } from '../../../../apps/api/dist/alerts/signals/metrics-signal-source.js';
import { AlertEvaluator, MemoryAlertStore, parseRule, preview } from '../../../../libs/alerts/dist/index.js';
import { goalLine, isMet, summaryLine } from '../runner/goals.mjs';
import { quantile } from '../runner/quantiles.mjs';
import { spread } from '../runner/spread.mjs';
import { figure, table } from '../runner/table.mjs';
import { manyRules } from './many-rules.mjs';
import { measuredDay } from './measured-day.mjs';

const { values } = parseArgs({
  options: {
    rules: { type: 'string', default: '500' },
    /** Seconds that are looked at. */
    ticks: { type: 'string', default: '120' },
  },
});
const DAY = 86_400_000;
const ENGINES = ['chat_engine', 'mem0_proxy'];

const day = await measuredDay();
const { metrics, clock } = day;
const source = new MetricsSignalSource({ queries: metrics.queries, clock, engines: () => ENGINES });
const engines = { activeAt: () => ({ engine: 'chat_engine', since: 0 }), names: () => ENGINES };
const rules = manyRules(Number(values.rules)).map(parseRule);
const store = new MemoryAlertStore();
await store.commit({ writes: rules.map((value) => ({ collection: 'rules', id: value.id, value })) });
const evaluator = new AlertEvaluator({ store, source, engines, clock });

/** How long some work took, and how much of that this process was busy: on a busy machine it waits for others. */
const timed = async (/** @type {() => Promise<unknown>} */ work) => {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { took: performance.now() - begun, cpu: (user + system) / 1_000 };
};

const ticks = [];
for (let i = 0; i <= Number(values.ticks); i++) {
  await day.second();
  ticks.push(await timed(() => evaluator.tick()));
}
const [first, ...others] = ticks;
const records = [...(await store.read('records')).values()];
const judged = records.filter(({ health }) => health === 'ok').length;
if (judged < records.length / 2) throw new Error(`Only ${judged} of ${records.length} had figures.`);

const to = clock.now();
const previews = [];
for (const rule of rules.slice(0, 60)) {
  const tried = async () => {
    const { points } = await preview(rule, { source, engines, from: to - DAY, to });
    if (points < 86_000) throw new Error(`A preview looked at ${points} points only.`);
  };
  previews.push(await timed(tried));
}
await day.close();

/**
 * @param {string} name
 * @param {readonly { took: number, cpu: number }[]} times
 * @param {number} atMost ms
 */
const goalsOf = (name, times, atMost) => [
  goal(
    `${name}, p50`,
    quantile(
      times.map(({ took }) => took),
      0.5,
    ),
    atMost,
  ),
  goal(
    `${name}, p95 of its CPU`,
    quantile(
      times.map(({ cpu }) => cpu),
      0.95,
    ),
    atMost,
  ),
];
/** @type {(name: string, value: number, atMost: number) => import('../runner/goals.mjs').Goal} */
const goal = (name, value, atMost) => ({ name, measured: spread([value]), atMost, unit: ' ms' });
const goals = [...goalsOf('tick', others, 50), ...goalsOf('preview of 24 h', previews, 300)];
const slowest = (/** @type {typeof others} */ times) => figure(Math.max(...times.map(({ took }) => took)), 0);
const rows = [
  ['', 'measured'],
  ['rules, alerts that they watch, those with figures', `${rules.length}, ${records.length}, ${judged}`],
  ['first tick, which reads the day, ms', figure(first?.took, 0)],
  ['slowest other tick, ms', slowest(others)],
  ['slowest preview, ms', slowest(previews)],
];
console.log(`${table(rows)}\n`);
console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}.\n`);
for (const goal of goals) console.log(goalLine(goal));
console.log(summaryLine(goals));
process.exit(goals.every(isMet) ? 0 : 1);
