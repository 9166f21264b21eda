import type { Registry } from 'prom-client';
import type { TurnMeasure } from '../measurements/measurement-names.js';
import type { FinishedTurn } from '../turns/finished-turn.js';
import type { TurnLabels } from '../turns/turn-labels.js';
import { Counters } from './counters.js';
import { Histograms } from './histograms.js';

const STAGE_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The stages that the conventions of OpenTelemetry have no metric for. */
const STAGES: readonly TurnMeasure[] = [
  'queue',
  'memory_retrieval',
  'personality_apply',
  'tool_schema_build',
  'tool_execution',
  'memory_save',
];

/** What is YYChat's own in turns: engines, stages, memory, cost. */
export class TurnMetrics {
  readonly #turns;
  readonly #errors;
  readonly #stages;
  readonly #recalls;
  readonly #cache;
  readonly #cost;

  constructor(
    registry: Registry,
    private readonly labels: TurnLabels,
  ) {
    const counters = <Label extends string>(name: string, help: string, names: readonly Label[]) =>
      new Counters(registry, { name: `yychat_${name}_total`, help }, names);
    this.#turns = counters('turns', 'Turns that ended.', ['engine', 'model', 'outcome']);
    this.#errors = counters('turn_errors', 'Turns that failed, by type.', ['engine', 'error_type']);
    this.#recalls = counters('memory_recalls', 'What recall did for turns.', ['engine', 'result']);
    this.#cache = counters('memory_cache', 'What the cache of retrievals said.', ['engine', 'result']);
    this.#cost = counters('cost', "What turns cost, in the price table's currency.", ['engine', 'model']);
    this.#stages = new Histograms(
      registry,
      {
        name: 'yychat_turn_stage_duration_seconds',
        help: 'How long the stages of turns take that went well.',
      },
      ['engine', 'stage'],
      STAGE_BUCKETS,
    );
  }

  record(turn: FinishedTurn): void {
    const { engine, outcome, memory, cacheHit, cost, times } = turn;
    const model = this.labels.modelOf(turn);
    const error = this.labels.errorOf(turn);
    this.#turns.add(1, engine, model, outcome);
    if (error !== null) this.#errors.add(1, engine, error);
    if (memory !== null) this.#recalls.add(1, engine, memory);
    if (cacheHit !== null) this.#cache.add(1, engine, cacheHit ? 'hit' : 'miss');
    if (cost !== null) this.#cost.add(cost, engine, model);
    if (outcome !== 'ok') return;
    for (const stage of STAGES) {
      const time = times[stage];
      if (time !== undefined) this.#stages.observe(time, engine, stage);
    }
  }
}
