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

/** What a service measures beside its turns. */
const FIGURES = { counters: 36, gauges: 20, timings: 4 };

/**
 * What a day of a cluster costs: an instance that wrote none of it answers.
 * @typedef {object} DayCost
 * @property {number} batchCpu of an instance, ms
 * @property {number} calls of Redis for a batch
 * @property {number} commands that Redis counts for a batch, those that scripts call included
 * @property {number} seriesBytes of Redis for each series, 5-minute buckets
 * @property {number} series
 * @property {number} systemBytes of Redis for what one instance measured beside its turns
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
    const beside = instances.map(measureBeside);
    let batchCpu = 0;
    let batches = 0;
    const commandsBefore = await commandsOf(client);
    for (let second = 0; second < DAY; second += STEP) {
      time += STEP * 1_000;
      for (let i = 0; i < STEP * TURNS_PER_SECOND; i++) {
        runTurn(/** @type {Metrics} */ (instances[i % INSTANCES]), second * TURNS_PER_SECOND + i, MODELS);
      }
      for (const tell of beside) tell(second);
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
    let systemBytes = 0;
    for (const key of keys) {
      bytes += (await client.memoryUsage(key, { SAMPLES: 0 })) ?? 0;
      fields = Math.max(fields, await client.hLen(key));
      systemBytes += Number(await client.hStrLen(key, 'system\rinstance-0'));
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
    if (systemBytes === 0) throw new Error('Nothing was measured beside the turns.');
    return {
      batchCpu: batchCpu / batches,
      calls: callsOfBatches / batches,
      commands: asked / batches,
      seriesBytes: bytes / series,
      series,
      systemBytes,
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

/**
 * Registers figures, with names as long as real ones.
 * @param {Metrics} metrics
 */
function measureBeside({ figures }) {
  let now = 0;
  const help = 'Of the benchmark.';
  const counters = Array.from({ length: FIGURES.counters }, (_, i) =>
    figures.counter({ name: `cache_fill_failures_${i}`, help, labels: { cache: 'memories', tier: 'redis' } }),
  );
  for (let i = 0; i < FIGURES.gauges; i++)
    figures.gauge(
      { name: `memory_lag_${i}`, help, labels: { engine: 'chat_engine' } },
      () => (now * (i + 1)) % 97,
    );
  const timings = Array.from({ length: FIGURES.timings }, (_, i) =>
    figures.timing({ name: `redis_latency_${i}`, help }),
  );
  return (/** @type {number} */ second) => {
    now = second;
    for (const [i, counter] of counters.entries()) counter.add(i % 2 === 0 ? i : 0);
    for (const timing of timings) {
      for (let i = 0; i < STEP * 4; i++)
        timing.record(0.0005 * Math.exp(((second + i * 7_919) % 1_000) / 250));
    }
  };
}

/** @param {{ info(section: string): Promise<string> }} client */
async function commandsOf(client) {
  return Number(/total_commands_processed:(\d+)/.exec(await client.info('stats'))?.[1]);
}
