import { EngineError } from '../errors.js';
import type { Clock, TimerHandle } from '../ports/clock.js';
import type {
  EngineChoice,
  EngineInstance,
  EngineSelection,
  EngineState,
  EngineSwitch,
  Rollout,
} from '../ports/engine-state.js';
import { HISTORY, INSTANCES, LEAVE, SELECT, SYNCHRONIZE } from './engine-scripts.js';
import type { RedisAccess } from './redis-access.js';

/** Milliseconds between two looks at the state, where no message comes. */
const LOOK = 1_000;
/** Milliseconds after which an instance that was not heard of counts as gone. */
const GONE = 3_000;
const MAX_HISTORY = 1_000;
/** Milliseconds that Redis has to answer. No turn waits for it, and a busy process may be late to hear the answer. */
const DEADLINE = 1_000;
/** Tries of a switch, and milliseconds between the first two, at least. */
const TRIES = 3;
const REST = 150;

export interface RedisEngineStateParts {
  readonly redis: RedisAccess;
  readonly clock: Clock;
  /** Unique among the instances. */
  readonly instance: string;
  /** Of all keys; one for all instances of a cluster. Default `yychat`. */
  readonly prefix?: string;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/**
 * The engine selection of a cluster, in Redis. Changes are told by a message, and looked for once a second, whenever a message may
 * have been missed, and when Redis is back; what Redis has lost, the instances bring back.
 */
export class RedisEngineState implements EngineState {
  readonly #redis: RedisAccess;
  readonly #clock: Clock;
  readonly #instance: string;
  readonly #random: () => number;
  readonly #keys: string[];
  readonly #channel: string;
  readonly #listeners = new Set<(selection: EngineSelection) => void>();
  #known: EngineSelection | undefined;
  #timer: TimerHandle | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor({ redis, clock, instance, prefix = 'yychat', random = Math.random }: RedisEngineStateParts) {
    this.#redis = redis;
    this.#clock = clock;
    this.#instance = instance;
    this.#random = random;
    // The braces keep the keys of a cluster in one slot.
    const key = (name: string): string => `{${prefix}:engine}:${name}`;
    this.#keys = [key('selection'), key('history'), key('instances')];
    this.#channel = key('changes');
  }

  /** @throws EngineError (503, `engine_state_unavailable`); the other operations as well */
  async load(): Promise<EngineSelection | undefined> {
    return toSelection(await this.#ask(SYNCHRONIZE, [this.#instance, '0', '', '', ...this.#bounds]));
  }

  async compareAndSet(
    expectedEpoch: number,
    { engine, reason = '', by = '', rollout }: EngineChoice,
  ): Promise<EngineSelection> {
    const next = [engine, reason, by, rolloutText(rollout)];
    const args = [String(expectedEpoch), ...next, ...this.#bounds];
    // Whoever switches engines rather waits a moment. Where a lost answer was a success, the next one says the same.
    for (let tries = 1; ; tries++) {
      try {
        return toSelection(await this.#ask(SELECT, args)) as EngineSelection;
      } catch (error) {
        if (tries === TRIES) throw error;
        const rest = REST * tries * (1 + this.#random());
        await new Promise<void>((resolve) => void this.#clock.after(rest, resolve));
      }
    }
  }

  subscribe(listener: (selection: EngineSelection) => void): () => void {
    this.#listeners.add(listener);
    this.#unsubscribe ??= this.#redis.subscribe(this.#channel, {
      message: () => void this.#synchronize(),
      live: (isLive) => {
        if (isLive) void this.#synchronize();
      },
    });
    if (this.#timer === undefined) this.#lookLater();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  async acknowledge(selection: EngineSelection): Promise<void> {
    this.#known = selection;
    await this.#synchronize();
  }

  async instances(): Promise<readonly EngineInstance[]> {
    const alive = (await this.#ask(INSTANCES, [String(GONE)])) as readonly string[];
    return Array.from({ length: alive.length / 2 }, (_, i) => ({
      id: alive[2 * i] as string,
      epoch: Number(alive[2 * i + 1]),
    }));
  }

  async history(limit: number): Promise<readonly EngineSwitch[]> {
    const switches = (await this.#ask(HISTORY, [String(limit)])) as readonly string[];
    return switches.map((text) => toSwitch(JSON.parse(text) as readonly string[]));
  }

  get #bounds(): [channel: string, most: string] {
    return [this.#channel, String(MAX_HISTORY)];
  }

  /** Tells what is known here, and hears what is in force. Without Redis, what is known stays in force here. */
  async #synchronize(): Promise<void> {
    const { epoch, engine, rollout }: Pick<EngineSelection, 'epoch' | 'engine' | 'rollout'> = this.#known ?? {
      epoch: 0,
      engine: '',
    };
    let selection: EngineSelection | undefined;
    try {
      const known = [String(epoch), engine, rolloutText(rollout)];
      selection = toSelection(await this.#ask(SYNCHRONIZE, [this.#instance, ...known, ...this.#bounds]));
    } catch {
      return; // The connection has said so, and it is asked again soon.
    }
    if (selection === undefined || selection.epoch <= epoch) return;
    for (const listener of this.#listeners) listener(selection);
  }

  #lookLater(): void {
    this.#timer = this.#clock.after(LOOK, () => {
      void this.#synchronize();
      this.#lookLater();
    });
  }

  #stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    void this.#ask(LEAVE, [this.#instance]).catch(() => undefined);
  }

  async #ask(script: string, args: string[]): Promise<unknown> {
    try {
      return await this.#redis.run((client) => client.eval(script, { keys: this.#keys, arguments: args }), {
        deadline: DEADLINE,
        insists: true,
      });
    } catch (cause) {
      throw new EngineError('The shared state of the engines cannot be reached.', {
        status: 503,
        code: 'engine_state_unavailable',
        type: 'server_error',
        cause,
      });
    }
  }
}

const NAMES = ['engine', 'epoch', 'since', 'reason', 'by', 'previous', 'rollout'];

function rolloutText(rollout: Rollout | undefined): string {
  return rollout === undefined ? '' : JSON.stringify(rollout);
}

/** Of the values of {@link NAMES}; undefined where nothing is selected. */
function toSelection(values: unknown): EngineSwitch | undefined {
  const [engine, epoch, since, reason, by, previous, rollout] = values as readonly (string | null)[];
  if (!engine) return undefined;
  return {
    engine,
    epoch: Number(epoch),
    since: Number(since),
    ...(reason && { reason }),
    ...(by && { by }),
    ...(previous && { previous }),
    ...(rollout && { rollout: JSON.parse(rollout) as Rollout }),
  };
}

/** Of names and values by turns. */
function toSwitch(fields: readonly string[]): EngineSwitch {
  const named = new Map(
    fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1] ?? null]] : [])) as [string, string][],
  );
  return toSelection(NAMES.map((name) => named.get(name) ?? null)) as EngineSwitch;
}
