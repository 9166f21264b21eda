import { Metrics, SqliteMetricsStore } from '@yychat/metrics';
import { PrometheusExporter } from '@yychat/metrics/prometheus';
import { median } from '../runner/quantiles.mjs';
import { clock, logger } from './quiet-parts.mjs';

/** What a turn with memory, one tool and two answers of the upstream tells, in this order. */
const EVENTS = [
  { type: 'message-start', memory: 'hit', memories: 5, memoryCacheHit: true, tools: ['calculator'] },
  { type: 'stage-end', stage: 'personality_apply', start: 0.01, duration: 0.05 },
  { type: 'stage-end', stage: 'memory_retrieval', start: 0.06, duration: 12.5 },
  { type: 'stage-end', stage: 'tool_schema_build', start: 12.6, duration: 0.2 },
  { type: 'stage-end', stage: 'openai_api', start: 13, duration: 820 },
  {
    type: 'tool-call',
    step: 0,
    call: { id: 'c', type: 'function', function: { name: 'calculator', arguments: '{}' } },
  },
  { type: 'tool-result', step: 0, callId: 'c', name: 'calculator', ok: true, content: '87', duration: 1.5 },
  { type: 'stage-end', stage: 'tool_execution', start: 833, duration: 1.6 },
  { type: 'stage-end', stage: 'first_chunk', start: 0, duration: 1_150 },
  { type: 'stage-end', stage: 'openai_api', start: 835, duration: 900 },
  {
    type: 'usage',
    usage: {
      prompt_tokens: 812,
      completion_tokens: 96,
      total_tokens: 908,
      prompt_tokens_details: { cached_tokens: 512 },
    },
  },
  { type: 'stage-end', stage: 'memory_save', start: 1_735, duration: 3.2 },
  { type: 'turn-end', finishReason: 'stop', steps: 2 },
];

/** As the engine core throws it. */
const FAILURE = { code: 'upstream_timeout', type: 'timeout_error', stages: [] };
const CANCELLED = { code: 'cancelled', type: 'timeout_error', stages: [] };

const TURNS = 20_000;
const ROUNDS = 9;

/**
 * CPU of a turn while it is under way, in microseconds: all events, its end, and what its end is counted in. Without what a batch costs
 * once a second.
 * @param {boolean} withPrometheus
 */
export async function hotPath(withPrometheus) {
  const store = new SqliteMetricsStore({ file: ':memory:', clock });
  const metrics = new Metrics({
    ...{ store, clock, logger, instance: 'bench', waitingTurns: 500 },
    prices: { 'gpt-4.1': { input: 2, cached_input: 0.5, output: 8 } },
  });
  if (withPrometheus) new PrometheusExporter({ metrics });
  const rounds = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = process.cpuUsage();
    for (let i = 0; i < TURNS; i++) runTurn(metrics, i);
    const { user, system } = process.cpuUsage(begun);
    // The first round is for the compiler.
    if (round > 0) rounds.push((user + system) / TURNS);
    await metrics.write();
  }
  await store.close();
  return median(rounds);
}

/**
 * A turn that differs from its neighbours in engine, model and time; one in 20 fails, one in 50 is cancelled.
 * @param {Metrics} metrics
 * @param {number} i
 * @param {number} [models]
 */
export function runTurn(metrics, i, models = 1) {
  const meter = metrics.onTurn({
    turn: {
      id: `req_${i}_0123456789abcdef0123456789abcdef`,
      model: models === 1 ? 'gpt-4.1' : `model-${i % models}`,
      stream: true,
      useTools: true,
      conversationId: 'conversation-0123456789',
      personalityId: 'assistant',
    },
    engine: i % 3 === 0 ? 'mem0_proxy' : 'chat_engine',
    epoch: 7,
    queue: 0.3,
  });
  for (const event of EVENTS) meter.onEvent(/** @type {import('@yychat/metrics').TurnEvent} */ (event));
  const failure = i % 20 === 7 ? FAILURE : i % 50 === 9 ? CANCELLED : undefined;
  meter.onEnd(1_740 * Math.exp(((i * 7_919) % 1_000) / 400), failure);
}
