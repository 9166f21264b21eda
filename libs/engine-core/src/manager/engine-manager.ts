import { isDeepStrictEqual } from 'node:util';
import type { ChatEngine, EngineInfo } from '../engine.js';
import { EngineError, EngineNotFoundError, EngineUnhealthyError } from '../errors.js';
import { summarize, type HealthReport } from '../health.js';
import { systemClock, type Clock } from '../ports/clock.js';
import { silentLogger, type Logger } from '../ports/logger.js';
import type {
  EngineChoice,
  EngineSelection,
  EngineState,
  EngineSwitch,
  Rollout,
} from '../ports/engine-state.js';
import { acknowledgements, type InstanceAcknowledgement } from './acknowledgements.js';
import { checkHealth } from './check-health.js';
import { engineByWeight } from './rollout.js';

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

  /**
   * The engine for a turn that begins now: the current one, or that of its conversation while weights are in force, or `name` for this
   * turn only.
   * @param conversation what is the same for all turns of a conversation
   * @throws EngineNotFoundError for a `name` that is not registered
   */
  acquire(name?: string, conversation = ''): EngineLease {
    const { epoch } = this.current();
    const engine = name === undefined ? this.#engineOf(conversation) : this.#get(name, 'engine');
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

  /** @throws EngineNotFoundError for a name that is not registered */
  require(name: string): void {
    this.#get(name);
  }

  /** Whether turns may get the engine without asking for it by name. */
  isInUse(name: string): boolean {
    const { engine, rollout = {} } = this.current();
    const { weights = { [engine]: 1 }, shadow } = rollout;
    return (weights[name] ?? 0) > 0 || (shadow?.engine === name && shadow.sample > 0);
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
    if (old.engine === name && old.rollout === undefined) return this.#switched(old, old, health);
    const selection = await this.#select(old, { engine: name, ...whoAndWhy({ reason, by }) });
    return this.#switched(old, selection, health);
  }

  /**
   * Spreads turns over engines from now on, or no more: for all that it does not say, the engine in force stays. A switch ends it.
   * @throws EngineNotFoundError, EngineUnhealthyError unless forced, or EngineError (409) when another switch came first.
   */
  async setRollout(
    rollout: Rollout,
    { force = false, reason, by }: SwitchRequest = {},
  ): Promise<SwitchResult> {
    const old = this.current();
    const wanted = Object.entries(rollout.weights ?? {}).flatMap(([name, weight]) =>
      weight > 0 ? [name] : [],
    );
    if (rollout.shadow !== undefined) wanted.push(rollout.shadow.engine);
    for (const name of Object.keys(rollout.weights ?? {})) this.#get(name, 'weights');
    if (rollout.shadow !== undefined) this.#get(rollout.shadow.engine, 'shadow.engine');
    const checked = await Promise.all(
      wanted.map(async (name) => ({ name, health: await checkHealth(this.#get(name)) })),
    );
    const down = checked.find(({ health }) => health.status === 'down');
    if (down !== undefined && !force) throw new EngineUnhealthyError(down.name);
    const isNone = rollout.weights === undefined && rollout.shadow === undefined;
    const selection = await this.#select(old, {
      engine: old.engine,
      ...whoAndWhy({ reason, by }),
      ...(!isNone && { rollout }),
    });
    return this.#switched(old, selection, summarize(checked.flatMap(({ health }) => health.dependencies)));
  }

  async #select(old: EngineSelection, next: EngineChoice): Promise<EngineSelection> {
    const selection = await this.#state.compareAndSet(old.epoch, next);
    this.#adopt(selection);
    const { engine, epoch, rollout } = selection;
    const isOurs = engine === next.engine && isDeepStrictEqual(rollout, next.rollout);
    if (!isOurs || epoch === old.epoch) throw overtaken(selection);
    return selection;
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

  /**
   * Health of engines, by name. Never throws.
   * @param isWanted default every engine: to be asked, one that nobody uses may have to start
   */
  async health(
    isWanted: (name: string) => boolean = () => true,
  ): Promise<Readonly<Record<string, HealthReport>>> {
    const engines = [...this.#engines.values()].filter(({ name }) => isWanted(name));
    const reports = await Promise.all(engines.map((engine) => checkHealth(engine)));
    return Object.fromEntries(engines.map((engine, i) => [engine.name, reports[i] as HealthReport]));
  }

  /** Calls back when another engine comes into force. Returns how to stop. */
  onSwitch(listener: (selection: EngineSelection) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** While a new version is rolled out, some instance may not have all of them: it uses the one in force. */
  #engineOf(conversation: string): ChatEngine {
    const { engine, rollout } = this.current();
    const chosen = rollout?.weights === undefined ? engine : engineByWeight(rollout.weights, conversation);
    return this.#engines.get(chosen) ?? this.#get(engine, 'engine');
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

function whoAndWhy({ reason, by }: { readonly reason: string | undefined; readonly by: string | undefined }) {
  return { ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) };
}

function overtaken(selection: EngineSelection): EngineError {
  return new EngineError(`Another switch, to "${selection.engine}", came first.`, {
    status: 409,
    code: 'switch_conflict',
    type: 'conflict_error',
  });
}
