import { createClient } from '@keyv/redis';
import { Metrics } from '@yychat/metrics';
import { RedisMetricsStore } from '@yychat/metrics/redis';
import { startRedis } from '@yychat/services';
import { quantile } from '../runner/quantiles.mjs';
import { runTurn } from './hot-path.mjs';
import { clock, logger } from './quiet-parts.mjs';

const INSTANCES = 3;
export const TURNS_PER_SECOND = 25;
const DAY = 86_400;

/** Seconds of the day between two batches; real instances write each second, which leaves the same behind. */
const STEP = 20;
const QUERIES = 60;
const MODELS = 4;

/**
 * What a day of a cluster costs: an instance that wrote none of it answers.
 * @typedef {object} DayCost
 * @property {number} batchCpu of an instance, ms
 * @property {number} calls of Redis for a batch
 * @property {number} commands that Redis counts for a batch, those that scripts call included
 * @property {number} seriesBytes of Redis for each series, 5-minute buckets
 * @property {number} series
 * @property {number} coldAnswer ms, the first of an instance
 * @property {number} answer ms, 95 of 100 answers with 24 h of buckets
 * @property {number} answerCpu ms
 * @property {number} heap bytes that the day takes in an instance
 */

/** @returns {Promise<DayCost>} */
export async function aDay() {
  const server = await startRedis();
  const client = createClient({ url: server.url });
  // Of the end of the server.
  client.on('error', () => undefined);
  await client.connect();
  let time = Math.floor(Date.now() / 3_600_000) * 3_600_000 - DAY * 1_000;
  const dayClock = { ...clock, now: () => time };
  let calls = 0;
  /** @type {import('@yychat/metrics/redis').RedisCommands} */
  const commands = {
    eval: (script, options) => {
      calls++;
      return client.eval(script, options);
    },
  };
  const open = (/** @type {string} */ instance, /** @type {typeof clock} */ own) =>
    new Metrics({
      store: new RedisMetricsStore({ commands, clock: own, deadline: 30_000 }),
      ...{ clock: own, logger, instance },
      waitingTurns: STEP * TURNS_PER_SECOND,
    });
  try {
    const instances = Array.from({ length: INSTANCES }, (_, i) => open(`instance-${i}`, dayClock));
    let batchCpu = 0;
    let batches = 0;
    const commandsBefore = await commandsOf(client);
    for (let second = 0; second < DAY; second += STEP) {
      time += STEP * 1_000;
      for (let i = 0; i < STEP * TURNS_PER_SECOND; i++) {
        runTurn(/** @type {Metrics} */ (instances[i % INSTANCES]), second * TURNS_PER_SECOND + i, MODELS);
      }
      for (const metrics of instances) {
        const begun = process.cpuUsage();
        if (!(await metrics.write())) throw new Error('A batch was not kept.');
        const { user, system } = process.cpuUsage(begun);
        batchCpu += (user + system) / 1_000;
        batches++;
      }
    }
    // Less the question itself.
    const callsOfBatches = calls;
    const asked = (await commandsOf(client)) - commandsBefore - 1;
    const keys = await client.keys('*:bucket:5m:*');
    let bytes = 0;
    let fields = 0;
    for (const key of keys) {
      bytes += (await client.memoryUsage(key, { SAMPLES: 0 })) ?? 0;
      fields = Math.max(fields, await client.hLen(key));
    }
    const reader = open('reader', dayClock);
    globalThis.gc?.();
    const heapBefore = process.memoryUsage().heapUsed + process.memoryUsage().external;
    const begun = performance.now();
    const cold = await reader.queries.statistics({ window: '24h' });
    const coldAnswer = performance.now() - begun;
    if (cold.summary.total_requests < DAY * TURNS_PER_SECOND * 0.99) throw new Error('Turns are missing.');
    globalThis.gc?.();
    const heap = process.memoryUsage().heapUsed + process.memoryUsage().external - heapBefore;
    const answers = [];
    const cpuBefore = process.cpuUsage();
    for (let i = 0; i < QUERIES; i++) {
      const from = performance.now();
      await reader.queries.statistics({ window: '24h' });
      answers.push(performance.now() - from);
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    // The last field of each is what an instance measured of itself.
    const series = fields / INSTANCES;
    return {
      batchCpu: batchCpu / batches,
      calls: callsOfBatches / batches,
      commands: asked / batches,
      seriesBytes: bytes / series,
      series,
      coldAnswer,
      answer: quantile(answers, 0.95),
      answerCpu: (user + system) / 1_000 / QUERIES,
      heap,
    };
  } finally {
    await server.stop();
    client.destroy();
  }
}

/** @param {{ info(section: string): Promise<string> }} client */
async function commandsOf(client) {
  return Number(/total_commands_processed:(\d+)/.exec(await client.info('stats'))?.[1]);
}
