import type { Clock, Logger } from '@yychat/engine-core';
import type { Counter, Timing } from '../figures/figure.js';
import type { FigureRegistry } from '../figures/figure-registry.js';
import type { Batch, MetricsStore } from '../store/metrics-store.js';
import { seriesName, SYSTEM_SERIES } from '../store/series.js';
import type { FinishedTurn, TurnSink } from '../turns/finished-turn.js';
import { measureTurn } from '../turns/measure-turn.js';
import { packTurn } from '../turns/packed-turn.js';
import type { TurnLabels } from '../turns/turn-labels.js';
import { LiveBuckets } from './live-buckets.js';
import { Outbox } from './outbox.js';
import { SlowTurns, slowTurn } from './slow-turns.js';

/** What one batch has at most. What is beyond waits for the next one. */
const MAX_PARTS = 500;
const MAX_TURNS = 500;
const MAX_EVENTS = 100;

export interface MetricsWriterParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly figures: FigureRegistry;
  readonly labels: TurnLabels;
  readonly instance: string;
  /** JSON that tells how this instance is. */
  readonly heartbeat: () => string;
  /** How many of the slowest turns the store keeps for each hour and engine. */
  readonly slowest: number;
  /** How many turns wait for the store at most. */
  readonly waitingTurns: number;
  /** Milliseconds that measurements wait for a store that does not answer. */
  readonly patience: number;
}

/** A turn on its way, and whether it may be one of the slowest. */
interface OutgoingTurn {
  readonly turn: FinishedTurn;
  readonly isSlow: boolean;
}

/** Keeps what this instance measures, and brings it to the store. */
export class MetricsWriter implements TurnSink {
  readonly live = new LiveBuckets();
  readonly #turns: Outbox<OutgoingTurn>;
  readonly #events: Outbox<string>;
  readonly #slow: SlowTurns;
  readonly #droppedTurns: Counter;
  readonly #droppedRecords: Counter;
  readonly #failures: Counter;
  readonly #latency: Timing;
  readonly #begun: number;
  #sequence = 0;
  #sentAt = -Infinity;
  #generation = 0;
  #isFailing = false;
  #writing: Promise<boolean> = Promise.resolve(true);

  constructor(private readonly parts: MetricsWriterParts) {
    const { figures, clock } = parts;
    this.#begun = clock.now();
    this.#turns = new Outbox(parts.waitingTurns, ({ turn }) => packTurn(turn));
    this.#events = new Outbox(MAX_EVENTS, (text) => text);
    this.#slow = new SlowTurns(parts.slowest);
    this.#droppedTurns = figures.counter({
      name: 'metrics_dropped_turns',
      help: 'Turns that are in no figure, because the store did not answer for too long.',
    });
    this.#droppedRecords = figures.counter({
      name: 'metrics_dropped_records',
      help: 'Turns and events that are in figures, but not in lists, because too many waited for the store.',
    });
    this.#failures = figures.counter({
      name: 'metrics_failed_writes',
      help: 'Batches that the store did not take, or of which it did not say so.',
    });
    this.#latency = figures.timing({
      name: 'metrics_store_latency',
      help: 'How long the metrics store takes for a batch.',
    });
  }

  get instance(): string {
    return this.parts.instance;
  }

  /** When turns or events last came to the store, and are no more among those that wait; by the monotonic clock. */
  get sentAt(): number {
    return this.#sentAt;
  }

  /** Turns that the store may not have yet, oldest first. */
  get waitingTurns(): readonly FinishedTurn[] {
    return this.#turns.items.map(({ turn }) => turn);
  }

  /** Events that the store may not have yet, oldest first. */
  get waitingEvents(): readonly string[] {
    return this.#events.items;
  }

  record(turn: FinishedTurn): void {
    this.#measure(turn);
    this.#droppedRecords.add(this.#turns.add({ turn, isSlow: this.#slow.isSlow(turn) }));
  }

  /** @param text as `packEvent` made it */
  addEvent(text: string): void {
    this.#droppedRecords.add(this.#events.add(text));
  }

  /**
   * Brings what there is to the store, up to a batch's limits. Never rejects: false says that it did not go well, and that the next call
   * will send it again.
   */
  write(): Promise<boolean> {
    return (this.#writing = this.#writing.then(() => this.#write()));
  }

  /** Forgets what was measured before the store was cleared. */
  adopt(generation: number): void {
    if (generation === this.#generation) return;
    this.#generation = generation;
    if (generation <= this.#begun) return;
    this.live.clear();
    this.#slow.clear();
    this.#turns.keep(({ turn }) => turn.ended > generation);
    this.#events.keep(() => false);
    for (const { turn } of this.#turns.items) this.#measure(turn);
  }

  #measure(turn: FinishedTurn): void {
    const { labels } = this.parts;
    const series = seriesName({ engine: turn.engine, model: labels.modelOf(turn), outcome: turn.outcome });
    const error = labels.errorOf(turn);
    this.live.add(series, turn.ended, 1, (measurements) => measureTurn(turn, error, measurements));
  }

  async #write(): Promise<boolean> {
    const { clock, figures, patience, logger } = this.parts;
    try {
      const measured = figures.take();
      this.live.add(SYSTEM_SERIES, clock.now(), 0, (measurements) => measurements.merge(measured));
      this.#slow.prune(clock.now());
      // A second time if the store was cleared: it did not take the first.
      const isKept = (await this.#send()) || (await this.#send());
      if (this.#isFailing) logger.info({}, 'metrics are kept again');
      this.#isFailing = false;
      return isKept;
    } catch (error) {
      this.#failures.add();
      if (!this.#isFailing) logger.warn({ err: error }, 'metrics cannot be kept; they wait');
      this.#isFailing = true;
      return false;
    } finally {
      const dropped = this.live.prune(clock.now(), patience);
      if (dropped > 0) logger.error({ turns: dropped }, 'metrics were dropped');
      this.#droppedTurns.add(dropped);
    }
  }

  /** False if the store has another generation. */
  async #send(): Promise<boolean> {
    const { clock, store, heartbeat, instance } = this.parts;
    const begun = clock.monotonic();
    const sequence = ++this.#sequence;
    const unsaved = this.live.unsaved(clock.now(), MAX_PARTS);
    const turns = this.#turns.send(sequence, MAX_TURNS);
    const events = this.#events.send(sequence, MAX_EVENTS);
    const slow = turns.additions.filter(({ item }) => item.isSlow);
    const batch: Batch = {
      instance,
      sequence,
      generation: this.#generation,
      parts: unsaved.parts,
      late: unsaved.late,
      turns: turns.additions,
      events: events.additions,
      slow: slow.map(({ item, text }) => slowTurn(item.turn, text)),
      heartbeat: heartbeat(),
    };
    const generation = await store.write(batch);
    this.#latency.record((clock.monotonic() - begun) / 1_000);
    if (generation !== batch.generation) {
      this.adopt(generation);
      return false;
    }
    unsaved.saved();
    turns.sent();
    events.sent();
    if (turns.additions.length + events.additions.length > 0) this.#sentAt = clock.monotonic();
    return true;
  }
}
