import { AlertError, StaleFenceError } from '../errors.js';
import type { AlertStore, Write } from '../ports/alert-store.js';
import type { HistoryEntry } from '../ports/history.js';
import type { Ledger } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';

/** History that waits for a store which cannot be reached. */
const MOST_HISTORY = 5_000;

export interface StoreLedgerOptions {
  readonly store: AlertStore;
  readonly logger: Logger;
  readonly fence: number;
  /** Whether this instance may still act. */
  readonly mayAct: () => boolean;
  /** Whether it is worth asking the store: else what is written waits. */
  readonly reachable: () => boolean;
}

/** Gathers writes and keeps them in one commit at a time. What the store does not take is kept here for the next flush. */
export class StoreLedger implements Ledger {
  readonly #options: StoreLedgerOptions;
  #writes = new Map<string, Write>();
  #history: HistoryEntry[] = [];
  #running: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #ended = false;
  #failing = false;

  constructor(options: StoreLedgerOptions) {
    this.#options = options;
  }

  get fence(): number {
    return this.#options.fence;
  }

  /** Entries that the store has not got yet. */
  get waiting(): number {
    return this.#writes.size + this.#history.length;
  }

  write(write: Write): void {
    this.#writes.set(`${write.collection}/${write.id}`, write);
  }

  append(entry: HistoryEntry): void {
    this.#history.push(entry);
    if (this.#history.length > MOST_HISTORY) this.#history.shift();
  }

  get reachable(): boolean {
    return this.#options.reachable();
  }

  active(): boolean {
    return !this.#ended && this.#options.mayAct();
  }

  /** Nothing is written any more. */
  end(): void {
    this.#ended = true;
  }

  flush(): Promise<void> {
    if (this.#running === undefined) {
      this.#running = this.#commit().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    // Whatever is written while one commit runs goes with the next: all who wait share it.
    this.#following ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#following = undefined;
        return this.flush();
      });
    return this.#following;
  }

  async #commit(): Promise<void> {
    if (this.#ended) throw new StaleFenceError();
    if (this.waiting === 0 || !this.#options.reachable()) return;
    const { store, fence, logger } = this.#options;
    const writes = this.#writes;
    const history = this.#history;
    this.#writes = new Map();
    this.#history = [];
    try {
      await store.commit({ writes: [...writes.values()], history, fence });
      this.#failing = false;
    } catch (error) {
      if (AlertError.is(error) && error.code === 'stale_fence') {
        this.#ended = true;
        throw error;
      }
      this.#writes = new Map([...writes, ...this.#writes]);
      this.#history = [...history, ...this.#history].slice(-MOST_HISTORY);
      if (!this.#failing) logger.warn({ err: error }, 'alerts go on without their store');
      this.#failing = true;
    }
  }
}
