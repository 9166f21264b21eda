import { SwitchActions } from '../action/switch-actions.js';
import { AlertError } from '../errors.js';
import type { AlertStore } from '../ports/alert-store.js';
import type { Clock, TimerHandle } from '../ports/clock.js';
import type { Dispatcher } from '../ports/dispatcher.js';
import type { EngineSwitcher } from '../ports/engine-switcher.js';
import type { EngineTimeline } from '../ports/engine-timeline.js';
import { soleLease, type Lease, type LeaseHold } from '../ports/lease.js';
import { silentLogger, type Logger } from '../ports/logger.js';
import type { SignalSource } from '../ports/signal-source.js';
import { loadMemory } from './memory.js';
import { SampleReader } from './sample-reader.js';
import { EvaluationSession, type AlertUpdate } from './session.js';
import { StoreLedger } from './store-ledger.js';

export interface AlertEvaluatorOptions {
  readonly store: AlertStore;
  readonly source: SignalSource;
  readonly engines: EngineTimeline;
  readonly clock: Clock;
  /** Default: this instance alone. */
  readonly lease?: Lease;
  readonly logger?: Logger;
  /** Without one nobody is told, but the states go on. */
  readonly dispatcher?: Dispatcher;
  /** Without one no rule can act. */
  readonly switcher?: EngineSwitcher;
  /** Milliseconds between two looks; default 1,000. */
  readonly interval?: number;
}

/** `leading`: evaluates. `standby`: another does. `detached`: evaluates without the store and the lease, which cannot be reached. */
export type EvaluatorRole = 'leading' | 'standby' | 'detached';

export interface EvaluatorFigures {
  readonly role: EvaluatorRole;
  readonly ticks: number;
  readonly failures: number;
  /** Milliseconds that the last evaluation took. */
  readonly lastDuration: number;
  /** Milliseconds since the epoch; null before the first. */
  readonly lastAt: number | null;
  /** Records under watch. */
  readonly records: number;
  readonly openIncidents: number;
  /** Writes that the store has not got yet. */
  readonly unsaved: number;
}

/** Evaluates the rules once a second, on one instance of all that share a lease. */
export class AlertEvaluator {
  readonly #options: AlertEvaluatorOptions;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #reader: SampleReader;
  readonly #listeners = new Set<(update: AlertUpdate) => void>();
  #session: EvaluationSession | undefined;
  #hold: LeaseHold | undefined;
  #role: EvaluatorRole = 'standby';
  #timer: TimerHandle | undefined;
  #running: Promise<void> | undefined;
  #stopped = true;
  #ticks = 0;
  #failures = 0;
  #lastDuration = 0;
  #lastAt: number | null = null;

  constructor(options: AlertEvaluatorOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#logger = options.logger ?? silentLogger;
    this.#reader = new SampleReader(options.source, this.#clock, this.#logger);
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#schedule(0);
  }

  /** Ends the evaluation and lets another instance have it at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
    const session = this.#session;
    await this.#standDown();
    await session?.ledger.flush().catch(() => undefined);
    session?.ledger.end();
    await this.#lease.release();
  }

  /** Calls back for everything that happens to an alert here, after it is kept. Returns how to stop. */
  onUpdate(listener: (update: AlertUpdate) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  figures(): EvaluatorFigures {
    return {
      role: this.#role,
      ticks: this.#ticks,
      failures: this.#failures,
      lastDuration: this.#lastDuration,
      lastAt: this.#lastAt,
      records: this.#session?.memory.records.size ?? 0,
      openIncidents: this.#session?.memory.incidents.size ?? 0,
      unsaved: this.#session?.ledger.waiting ?? 0,
    };
  }

  /** One look now: what `start` does again and again. Never rejects, never runs twice at once. */
  tick(): Promise<void> {
    this.#running ??= this.#tick().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  get #lease(): Lease {
    return this.#options.lease ?? soleLease;
  }

  #schedule(delay: number): void {
    if (this.#stopped) return;
    this.#timer = this.#clock.after(delay, () => {
      const begun = this.#clock.monotonic();
      void this.tick().then(() => {
        const spent = this.#clock.monotonic() - begun;
        this.#schedule(Math.max(0, (this.#options.interval ?? 1_000) - spent));
      });
    });
  }

  async #tick(): Promise<void> {
    const begun = this.#clock.monotonic();
    try {
      if (!(await this.#hasLease())) return;
      this.#session ??= await this.#begin();
      this.#lastAt = this.#clock.now();
      const updates = await this.#session.tick(this.#lastAt);
      this.#ticks += 1;
      this.#lastDuration = this.#clock.monotonic() - begun;
      for (const update of updates) this.#tell(update);
    } catch (error) {
      this.#failures += 1;
      if (AlertError.is(error) && error.code === 'stale_fence') {
        this.#logger.info({}, 'another instance evaluates the alerts by now');
      } else {
        this.#logger.error({ err: error }, 'the alerts could not be evaluated');
      }
      // What is in memory may be half of a step: the store has the whole.
      await this.#standDown();
    }
  }

  async #hasLease(): Promise<boolean> {
    try {
      this.#hold = await this.#lease.hold();
    } catch (error) {
      return this.#isDetached(error);
    }
    const session = this.#session;
    if (this.#hold === undefined) {
      if (session !== undefined) {
        await session.restoreIfLost();
        await this.#standDown();
      }
      return false;
    }
    const behind = session === undefined ? 0 : this.#hold.fence - session.ledger.fence;
    // Another has had it meanwhile: what is known here is out of date.
    if (behind > 0) await this.#standDown();
    this.#role = 'leading';
    if (behind < 0) await session?.restore();
    return true;
  }

  /** Nobody can say whose the lease is. Who had it goes on: better two who tell than none. */
  #isDetached(error: unknown): boolean {
    if (this.#session === undefined) {
      this.#logger.debug({ err: error }, 'the lease of the alerts could not be asked for');
      return false;
    }
    if (this.#role !== 'detached')
      this.#logger.warn({ err: error }, 'alerts are evaluated without their lease');
    this.#role = 'detached';
    return true;
  }

  async #begin(): Promise<EvaluationSession> {
    const { store, engines, dispatcher, switcher } = this.#options;
    const logger = this.#logger;
    const fence = this.#hold?.fence ?? 0;
    const memory = await loadMemory(store, logger, this.#clock.now());
    const reachable = () => this.#role !== 'detached';
    const ledger = new StoreLedger({ store, logger, fence, mayAct: () => this.#mayAct(), reachable });
    const actions = switcher && new SwitchActions(switcher, this.#clock, logger);
    logger.info({ fence, rules: memory.settings.rules.size }, 'this instance evaluates the alerts');
    return new EvaluationSession(
      { store, engines, reader: this.#reader, logger, ledger, dispatcher, actions },
      memory,
    );
  }

  #mayAct(): boolean {
    if (this.#role === 'detached') return true;
    return this.#role === 'leading' && this.#hold !== undefined && this.#clock.monotonic() < this.#hold.until;
  }

  async #standDown(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#role = 'standby';
    await session?.end();
  }

  #tell(update: AlertUpdate): void {
    for (const listener of this.#listeners) {
      try {
        listener(update);
      } catch (error) {
        this.#logger.error({ err: error }, 'a listener of the alerts failed');
      }
    }
  }
}
