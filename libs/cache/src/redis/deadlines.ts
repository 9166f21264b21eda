import type { Clock } from '../clock.js';
import { RedisTimeoutError } from './redis-errors.js';

/** Milliseconds between looks for work that is late. */
const LOOK = 5;

/** Who keeps account of work. Told once; what comes after the deadline is nobody's concern. */
export interface Account {
  /** @param took milliseconds */
  succeeded(took: number): void;
  /** @returns what to reject with */
  failed(error: unknown, deadline: number): Error;
}

interface Watched {
  /** By the monotonic clock. */
  readonly due: number;
  readonly deadline: number;
  /** A look has found it late. */
  isLate: boolean;
  readonly fail: (error: Error) => void;
}

/** Gives work a deadline. One timer watches all, for a timer each would cost as much as the rest that is done for a command. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #watched = new Set<Watched>();
  #isWatching = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The work, or a RedisTimeoutError after `deadline` milliseconds, or a few more; then the work goes on. */
  within<T>(deadline: number, work: () => Promise<T>, account?: Account): Promise<T> {
    return new Promise((resolve, reject) => {
      const began = this.#clock.monotonic();
      const watched: Watched = {
        due: began + deadline,
        deadline,
        isLate: false,
        fail: (error) => {
          if (!this.#watched.delete(watched)) return;
          reject(account === undefined ? error : account.failed(error, deadline));
        },
      };
      this.#watched.add(watched);
      if (!this.#isWatching) this.#watch();
      work().then((value) => {
        if (!this.#watched.delete(watched)) return;
        account?.succeeded(this.#clock.monotonic() - began);
        resolve(value);
      }, watched.fail);
    });
  }

  #watch(): void {
    this.#isWatching = true;
    this.#clock.after(LOOK, () => {
      this.#look();
      if (this.#watched.size > 0) this.#watch();
      else this.#isWatching = false;
    });
  }

  #look(): void {
    const now = this.#clock.monotonic();
    for (const watched of this.#watched) {
      if (now < watched.due) continue;
      // Where this process was busy for long, the answer may lie there unread: it is read before the next look.
      if (watched.isLate) watched.fail(new RedisTimeoutError(watched.deadline));
      watched.isLate = true;
    }
  }
}
