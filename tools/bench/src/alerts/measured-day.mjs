import { Metrics, SqliteMetricsStore } from '@yychat/metrics';
import { runTurn } from '../metrics/hot-path.mjs';
import { clock as realClock, logger } from '../metrics/quiet-parts.mjs';

const DAY = 86_400;
/** Seconds between two batches of the day; real instances write each second, which leaves the same behind. */
const STEP = 20;
const TURNS_PER_SECOND = 5;
const MODELS = 4;

/**
 * A day of turns that was measured, and goes on as time is moved.
 * @typedef {object} MeasuredDay
 * @property {Metrics} metrics of an instance that wrote none of it but what was added since
 * @property {typeof realClock} clock
 * @property {() => Promise<void>} second goes on for one second, with its turns
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<MeasuredDay>} */
export async function measuredDay() {
  let time = Math.floor(Date.now() / 3_600_000) * 3_600_000 - DAY * 1_000;
  let skipped = 0;
  const clock = { ...realClock, now: () => time, monotonic: () => skipped + performance.now() };
  const store = new SqliteMetricsStore({ file: ':memory:', clock });
  const open = (/** @type {string} */ instance) => new Metrics({ store, clock, logger, instance });
  const [past, metrics] = [open('past'), open('present')];
  let turns = 0;
  /** @param {Metrics} to @param {number} seconds */
  const pass = async (to, seconds) => {
    time += seconds * 1_000;
    skipped += seconds * 1_000;
    for (let i = 0; i < seconds * TURNS_PER_SECOND; i++) runTurn(to, turns++, MODELS);
    if (!(await to.write())) throw new Error('A batch was not kept.');
  };
  for (let second = 0; second < DAY; second += STEP) await pass(past, STEP);
  return { metrics, clock, second: () => pass(metrics, 1), close: () => store.close() };
}
