import type { TimerHandle } from '@yychat/engine-core';
import { packEvent } from '../events/metrics-event.js';
import { FigureRegistry } from '../figures/figure-registry.js';
import { ProcessFigures } from '../figures/process-figures.js';
import { MetricsWriter } from '../live/metrics-writer.js';
import { costOf, type PriceTable } from '../prices/price-table.js';
import { ClusterReader } from '../read/cluster-reader.js';
import { DEFAULT_LIMITS } from '../store/metrics-store.js';
import { FINE_KEPT, TIER_WIDTH } from '../store/tiers.js';
import type { InstanceState } from '../system/instance-state.js';
import type { TurnSink } from '../turns/finished-turn.js';
import type { TurnFacts, TurnMeter } from '../turns/turn-events.js';
import { TurnLabels } from '../turns/turn-labels.js';
import { TurnRecorder } from '../turns/turn-recorder.js';
import { MetricsQueries } from './metrics-queries.js';
import type { MetricsOptions } from './metrics-options.js';

const PERIOD = 1_000;
const WAITING_TURNS = 2_000;
const PATIENCE = 3 * 3_600_000;

/** Of a month and more: what is beyond is read again each time. */
const MAX_CACHED_BUCKETS = 10_000;

/** By how much, at most and as a share, a period differs from the others, so that instances do not write all at once. */
const JITTER = 0.1;

/**
 * Measures every turn of one process, and answers for all that share its store. It fits the API's turn listener: an engine never calls
 * it. Measures from the start on; writes between `start` and `close`.
 */
export class Metrics {
  /** For what other parts of the service measure. */
  readonly figures: FigureRegistry;
  /** What the whole cluster measured. */
  readonly queries: MetricsQueries;
  /** The names by which turns are told apart. */
  readonly labels: TurnLabels;
  readonly #options: MetricsOptions;
  readonly #writer: MetricsWriter;
  readonly #reader: ClusterReader;
  readonly #recorder: TurnRecorder;
  readonly #sinks: TurnSink[];
  readonly #process: ProcessFigures;
  readonly #started: string;
  #prices: PriceTable;
  #timer: TimerHandle | undefined;
  #isRunning = false;

  constructor(options: MetricsOptions) {
    const { store, clock, logger, instance, limits, models = [], prices = {} } = options;
    const { turns, events, slowest, retention } = { ...DEFAULT_LIMITS, ...limits };
    this.#options = options;
    this.#prices = prices;
    this.#started = new Date(clock.now()).toISOString();
    this.figures = new FigureRegistry((figure, error) =>
      logger.error({ figure, err: error }, 'a figure cannot be read'),
    );
    this.#process = new ProcessFigures(clock, this.figures);
    this.labels = new TurnLabels([...models, ...Object.keys(prices)]);
    const writer = new MetricsWriter({
      ...{ store, clock, logger, instance, slowest },
      figures: this.figures,
      labels: this.labels,
      heartbeat: () => JSON.stringify(this.state()),
      waitingTurns: options.waitingTurns ?? WAITING_TURNS,
      patience: options.patience ?? PATIENCE,
    });
    this.#writer = writer;
    this.#sinks = [writer];
    const cachedBuckets = options.cachedBuckets ?? Math.min(bucketsOf(retention), MAX_CACHED_BUCKETS);
    this.#reader = new ClusterReader({ store, clock, logger, writer, turns, events, cachedBuckets });
    this.queries = new MetricsQueries({ store, clock, writer, reader: this.#reader, retention });
    this.#recorder = new TurnRecorder({
      clock,
      sinks: this.#sinks,
      costOf: (model, tokens) => costOf(this.#prices, model, tokens),
    });
  }

  /** Begins to measure the process, and to write. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#process.start();
    this.recordEvent('instance.started');
    this.#schedule();
  }

  /** Follows a turn that begins. */
  onTurn(facts: TurnFacts): TurnMeter {
    return this.#recorder.onTurn(facts);
  }

  /** Has a sink be told of every turn that ends from now on. */
  follow(sink: TurnSink): void {
    this.#sinks.push(sink);
  }

  /**
   * Keeps that something happened.
   * @param type e.g. `engine.switched`
   * @param details what JSON can hold, in 8,000 characters
   * @param once names what happened, where several instances may tell of it: it is listed once, as the first of them told it
   * @throws RangeError when it is more
   */
  recordEvent(type: string, details: Readonly<Record<string, unknown>> = {}, once?: string): void {
    const { clock, instance } = this.#options;
    const timestamp = new Date(clock.now()).toISOString();
    const event = { type, timestamp, instance, details };
    this.#writer.addEvent(packEvent(once === undefined ? event : { ...event, once }));
  }

  /** Has turns that end from now on cost what this table says. */
  setPrices(prices: PriceTable): void {
    this.#prices = prices;
  }

  /** How this instance is. */
  state(): InstanceState {
    const { clock, instance, about = {} } = this.#options;
    return {
      id: instance,
      pid: process.pid,
      started: this.#started,
      timestamp: new Date(clock.now()).toISOString(),
      about,
      ...this.#process.usage,
      gauges: this.figures.gauges(),
    };
  }

  /** Brings what was measured to the store now. False: that did not go well, and will be tried again. Never rejects. */
  write(): Promise<boolean> {
    this.#process.look();
    return this.#writer.write();
  }

  /** Forgets everything, in the whole cluster. Rejects with a StoreUnavailableError; it may have been forgotten all the same. */
  async clear(): Promise<void> {
    const { store, clock } = this.#options;
    this.#reader.adopt(await store.clear(clock.now()));
  }

  /** Stops to measure the process, and writes what is left, as far as the store takes it. */
  async close(): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#process.stop();
    this.recordEvent('instance.stopped');
    await this.#writer.write();
  }

  #schedule(): void {
    const { clock, random = Math.random, period = PERIOD } = this.#options;
    this.#timer = clock.after(period * (1 + JITTER * (random() * 2 - 1)), () => {
      void this.write().then(() => {
        if (this.#isRunning) this.#schedule();
      });
    });
  }
}

/** Of both tiers, with some to spare. */
function bucketsOf(retention: number): number {
  return Math.ceil(retention / TIER_WIDTH['5m']) + 2 * Math.ceil(FINE_KEPT / TIER_WIDTH['10s']);
}
