import type { Clock } from '../clock.js';
import { TierUnavailableError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { RemoteTier } from './remote-tier.js';

/** Milliseconds between tries. */
const RETRY = 1_000;
/** More keys than this are not told apart: then the whole namespace is cleared. */
const MOST = 10_000;
const BATCH = 500;

/**
 * Keys that were changed while the tier behind could not be told. What it has under them is old: it is not to be read, and is removed
 * as soon as that can be done.
 */
export class Unsettled {
  readonly #remote: RemoteTier<unknown>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** With the number of the change, for a key may change again while it is being removed. */
  readonly #keys = new Map<string, number>();
  /** Keys that are being written. A removal sent after the write, before its answer, would take what is new. */
  readonly #held = new Set<string>();
  /** The change that concerned all keys; 0: none. */
  #all = 0;
  #changes = 0;
  #isSettling = false;
  #isWaiting = false;

  constructor(remote: RemoteTier<unknown>, clock: Clock, logger: Logger) {
    this.#remote = remote;
    this.#clock = clock;
    this.#logger = logger;
  }

  has(key: string): boolean {
    return this.hasAll || (this.#keys.size > 0 && this.#keys.has(key));
  }

  /** Whether the whole namespace is yet to be cleared. */
  get hasAll(): boolean {
    return this.#all > 0;
  }

  add(key: string): void {
    if (this.#keys.size >= MOST) return this.addAll();
    this.#keys.set(key, ++this.#changes);
    this.#retryLater();
  }

  addAll(): void {
    this.#all = ++this.#changes;
    this.#keys.clear();
    this.#retryLater();
  }

  /** Until it is released, the key is not removed: it is being written. */
  hold(key: string): void {
    this.#held.add(key);
  }

  release(key: string): void {
    this.#held.delete(key);
  }

  /** The tier behind has what is right. */
  settled(key: string): void {
    this.#keys.delete(key);
  }

  /** Removes them, and tries again later where that fails. */
  async settle(): Promise<void> {
    if (this.#isSettling) return;
    this.#isSettling = true;
    try {
      while (this.#all > 0) await this.#removeAll();
      for (let some = this.#some(); some.length > 0; some = this.#some()) await this.#remove(some);
      // What is held is written, or still old when the write has failed.
      if (this.#keys.size > 0) this.#retryLater();
    } catch (error) {
      if (!TierUnavailableError.is(error))
        this.#logger.warn({ err: error }, 'old cache entries were not removed');
      this.#retryLater();
    } finally {
      this.#isSettling = false;
    }
  }

  async #removeAll(): Promise<void> {
    const change = this.#all;
    await this.#remote.clear();
    if (this.#all === change) this.#all = 0;
  }

  #some(): readonly (readonly [key: string, change: number])[] {
    return [...this.#keys].filter(([key]) => !this.#held.has(key)).slice(0, BATCH);
  }

  async #remove(some: readonly (readonly [key: string, change: number])[]): Promise<void> {
    await this.#remote.remove(some.map(([key]) => key));
    for (const [key, change] of some) if (this.#keys.get(key) === change) this.#keys.delete(key);
  }

  #retryLater(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#clock.after(RETRY, () => {
      this.#isWaiting = false;
      void this.settle();
    });
  }
}
