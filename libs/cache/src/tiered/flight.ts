import type { Outcome } from '../cache.js';
import { orAbort, reasonOf } from '../wait.js';

export interface Landed<V> {
  readonly value: V;
  readonly outcome: Outcome;
}

/** One making of one value, for all who wait for it. */
export class Flight<V> {
  readonly #landed: Promise<Landed<V>>;
  readonly #abandoned = new AbortController();
  #waiting = 0;
  #isRevoked = false;

  constructor(make: (flight: Flight<V>) => Promise<Landed<V>>) {
    this.#landed = make(this);
  }

  /** Aborts when nobody waits any more. */
  get signal(): AbortSignal {
    return this.#abandoned.signal;
  }

  /** The key was changed meanwhile: what is made is for those who wait, and not kept. */
  revoke(): void {
    this.#isRevoked = true;
  }

  isRevoked(): boolean {
    return this.#isRevoked;
  }

  get landed(): Promise<Landed<V>> {
    return this.#landed;
  }

  /** Rejects with the signal's reason, or with what the factory threw. */
  join(signal: AbortSignal | undefined): Promise<Landed<V>> {
    this.#waiting++;
    if (signal === undefined) return this.#landed;
    const leave = (): void => {
      if (--this.#waiting === 0) this.#abandoned.abort(reasonOf(signal));
    };
    signal.addEventListener('abort', leave, { once: true });
    return orAbort(this.#landed, signal).finally(() => signal.removeEventListener('abort', leave));
  }
}
