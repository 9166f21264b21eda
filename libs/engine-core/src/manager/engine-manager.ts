import type { ChatEngine, EngineInfo } from '../engine.js';
import { EngineError, EngineNotFoundError, EngineUnhealthyError } from '../errors.js';
import { summarize, type HealthReport } from '../health.js';
import { systemClock, type Clock } from '../ports/clock.js';
import { silentLogger, type Logger } from '../ports/logger.js';
import type { EngineSelection, EngineState, EngineSwitch } from '../ports/engine-state.js';
import { acknowledgements, type InstanceAcknowledgement } from './acknowledgements.js';

/** Milliseconds that a health check may take before it counts as failed. */
const HEALTH_TIMEOUT = 5_000;

/** What a turn holds from its beginning to its end: a switch does not touch it. */
export interface EngineLease {
  readonly engine: ChatEngine;
  readonly epoch: number;
  /** Ends the turn's claim on the engine. Further calls do nothing. */
  release(): void;
}

export interface SwitchRequest {
  /** Switch even to an engine that is not healthy. */
  readonly force?: boolean;
  readonly reason?: string;
  /** Who asks, for the history. */
  readonly by?: string;
}

export interface SwitchResult {
  readonly oldEngine: string;
  readonly newEngine: string;
  readonly epoch: number;
  readonly health: HealthReport;
  /** Every live instance, and whether its new turns get the new engine by now. */
  readonly instances: readonly InstanceAcknowledgement[];
}

export type EngineListing = EngineInfo & { readonly isCurrent: boolean };

export interface EngineManagerParts {
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Knows all engines, which one is in force, and how many turns each has in flight. */
export class EngineManager {
  readonly #engines = new Map<string, ChatEngine>();
  readonly #inFlight = new Map<string, number>();
  readonly #drains = new Map<string, (() => void)[]>();
  readonly #listeners = new Set<(selection: EngineSelection) => void>();
  readonly #state: EngineState;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #selection: EngineSelection | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(state: EngineState, { clock = systemClock, logger = silentLogger }: EngineManagerParts = {}) {
    this.#state = state;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** @throws Error when the name is taken. */
  register(engine: ChatEngine): void {
    if (this.#engines.has(engine.name)) throw new Error(`An engine "${engine.name}" is registered already.`);
    this.#engines.set(engine.name, engine);
  }

  /**
   * Takes up the selection in force, or makes `initial` the first. Where the state cannot be reached, `initial` is used, with the
   * epoch 0, until it can.
   * @throws EngineNotFoundError when `initial`, or the selection in force, is not registered here.
   */
  async start(initial: string): Promise<void> {
    this.#get(initial);
    let selection: EngineSelection;
    try {
      selection =
        (await this.#state.load()) ??
        (await this.#state.compareAndSet(0, { engine: initial, reason: 'first start' }));
    } catch (error) {
      this.#logger.warn({ err: error, engine: initial }, 'the state of the engines cannot be reached');
      selection = { engine: initial, epoch: 0, since: this.#clock.now() };
    }
    this.#adopt(selection);
    this.#unsubscribe = this.#state.subscribe((selection) => {
      // While a new version is rolled out, others may know engines that this instance does not have: it keeps its own.
      if (this.#engines.has(selection.engine)) this.#adopt(selection);
    });
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** @throws Error before `start`. */
  current(): EngineSelection {
    if (this.#selection === undefined) throw new Error('The engine manager was not started.');
    return this.#selection;
  }

  /** The engine for a turn that begins now: the current one, or `name` for this turn only. */
  acquire(name?: string): EngineLease {
    const { engine: current, epoch } = this.current();
    const engine = this.#get(name ?? current, 'engine');
    this.#inFlight.set(engine.name, this.inFlight(engine.name) + 1);
    let held = true;
    return {
      engine,
      epoch,
      release: () => {
        if (held) this.#release(engine.name);
        held = false;
      },
    };
  }

  /** Turns that hold the engine now. */
  inFlight(name: string): number {
    return this.#inFlight.get(name) ?? 0;
  }

  /** Resolves when no turn holds the engine. */
  drained(name: string): Promise<void> {
    if (this.inFlight(name) === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#drains.get(name) ?? [];
      this.#drains.set(name, [...waiting, resolve]);
    });
  }

  /**
   * Makes `name` the engine of all turns that begin from now on. Resolves once every live instance has acknowledged it, or names
   * those that are late.
   * @throws EngineNotFoundError, EngineUnhealthyError, or EngineError (409) when another switch came first.
   */
  async switch(name: string, { force = false, reason, by }: SwitchRequest = {}): Promise<SwitchResult> {
    const engine = this.#get(name);
    const old = this.current();
    const health = await checkHealth(engine);
    if (health.status === 'down' && !force) throw new EngineUnhealthyError(name);
    if (old.engine === name) return this.#switched(old, old, health);
    const next = { engine: name, ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) };
    const selection = await this.#state.compareAndSet(old.epoch, next);
    this.#adopt(selection);
    if (selection.engine !== name || selection.epoch === old.epoch) throw overtaken(selection);
    return this.#switched(old, selection, health);
  }

  async #switched(
    old: EngineSelection,
    { engine, epoch }: EngineSelection,
    health: HealthReport,
  ): Promise<SwitchResult> {
    const instances = await acknowledgements(this.#state, epoch, this.#clock);
    return { oldEngine: old.engine, newEngine: engine, epoch, health, instances };
  }

  /** Who switched what, when and why: newest first, at most `limit`. */
  history(limit: number): Promise<readonly EngineSwitch[]> {
    return this.#state.history(limit);
  }

  async list(): Promise<readonly EngineListing[]> {
    const { engine: current } = this.current();
    const infos = await Promise.all([...this.#engines.values()].map((engine) => engine.getEngineInfo()));
    return infos.map((info) => ({ ...info, isCurrent: info.name === current }));
  }

  /** Health of every engine, by name. Never throws. */
  async health(): Promise<Readonly<Record<string, HealthReport>>> {
    const engines = [...this.#engines.values()];
    const reports = await Promise.all(engines.map((engine) => checkHealth(engine)));
    return Object.fromEntries(engines.map((engine, i) => [engine.name, reports[i] as HealthReport]));
  }

  /** Calls back when another engine comes into force. Returns how to stop. */
  onSwitch(listener: (selection: EngineSelection) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #get(name: string, param?: string): ChatEngine {
    const engine = this.#engines.get(name);
    if (engine === undefined) throw new EngineNotFoundError(name, param);
    return engine;
  }

  /** Late and repeated messages are harmless: only a larger epoch counts. */
  #adopt(selection: EngineSelection): void {
    if (this.#selection !== undefined && selection.epoch <= this.#selection.epoch) return;
    const first = this.#selection === undefined;
    this.#get(selection.engine);
    this.#selection = selection;
    void this.#state.acknowledge(selection);
    if (!first) for (const listener of this.#listeners) listener(selection);
  }

  #release(name: string): void {
    const left = this.inFlight(name) - 1;
    this.#inFlight.set(name, left);
    if (left > 0) return;
    const waiting = this.#drains.get(name) ?? [];
    this.#drains.delete(name);
    for (const resolve of waiting) resolve();
  }
}

/** Down is also an engine whose check breaks its promise: throws, or does not heed its signal. */
async function checkHealth(engine: ChatEngine): Promise<HealthReport> {
  const signal = AbortSignal.timeout(HEALTH_TIMEOUT);
  const begun = systemClock.monotonic();
  let reason = 'its health check failed';
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error((reason = 'its health check took too long'))));
  });
  try {
    return await Promise.race([engine.healthCheck({ signal }), late]);
  } catch {
    const latency = systemClock.monotonic() - begun;
    return summarize([{ name: engine.name, status: 'down', latency, reason, required: true }]);
  }
}

function overtaken(selection: EngineSelection): EngineError {
  return new EngineError(`Another switch, to "${selection.engine}", came first.`, {
    status: 409,
    code: 'switch_conflict',
    type: 'conflict_error',
  });
}
