import { silentLogger } from '../logger.js';
import type { Logger } from '../logger.js';

/**
 * - `connecting`: it has not been reached yet, and has not failed.
 * - `up`
 * - `degraded`: it is there and slow, or refuses something, e.g. because its memory is full.
 * - `down`
 */
export type RedisState = 'connecting' | 'up' | 'degraded' | 'down';

export type StateListener = (state: RedisState, reason: string | undefined) => void;

/** The state of Redis. A change is logged once and told to all who asked for it. */
export class StateBoard {
  readonly #logger: Logger;
  readonly #listeners = new Set<StateListener>();
  #state: RedisState = 'connecting';
  #reason: string | undefined;

  constructor(logger: Logger = silentLogger) {
    this.#logger = logger;
  }

  get state(): RedisState {
    return this.#state;
  }

  /** Why it is not `up`. Never a secret. */
  get reason(): string | undefined {
    return this.#reason;
  }

  become(state: RedisState, reason?: string): void {
    this.#reason = reason;
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'up') this.#logger.info({ state }, 'Redis is up');
    else this.#logger.warn({ state, reason }, 'Redis is not up: going on without it where it fails');
    for (const listener of [...this.#listeners]) listener(state, reason);
  }

  /** @returns what ends it */
  onChange(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
