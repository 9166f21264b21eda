import type { Lease, LeaseHold } from '../ports/lease.js';
import { DEFAULT_PREFIX, send, type RedisOptions } from './redis-commands.js';
import { HOLD, RELEASE } from './scripts.js';

export interface RedisLeaseOptions extends RedisOptions {
  /** Who asks: another text for each process, ever. */
  readonly id: string;
  /** Milliseconds that the lease outlives its holder; default 3,000. */
  readonly ttl?: number;
}

/** The right to evaluate among all instances on one Redis. */
export class RedisLease implements Lease {
  readonly #options: RedisLeaseOptions;
  readonly #lease: string;
  readonly #counters: string;
  readonly #ttl: number;
  /** Redis' time, as of the last answer. */
  #heard = 0;

  constructor(options: RedisLeaseOptions) {
    // An answer that comes when the lease may be over is no answer.
    this.#options = { timeout: 1_000, ...options };
    const prefix = options.prefix ?? DEFAULT_PREFIX;
    this.#lease = `${prefix}:lease`;
    this.#counters = `${prefix}:counters`;
    this.#ttl = options.ttl ?? 3_000;
  }

  async hold(): Promise<LeaseHold | undefined> {
    // The first answer only tells the time.
    if (this.#heard === 0) await this.#ask();
    return this.#ask();
  }

  async release(): Promise<void> {
    try {
      await send(this.#options, ['EVAL', RELEASE, '1', this.#lease, this.#options.id]);
    } catch {
      // It runs out by itself.
    }
  }

  async #ask(): Promise<LeaseHold | undefined> {
    const { id, clock } = this.#options;
    const asked = clock.monotonic();
    const keys = ['2', this.#lease, this.#counters];
    const answer = await send(this.#options, [
      'EVAL',
      HOLD,
      ...keys,
      id,
      String(this.#ttl),
      String(this.#heard),
    ]);
    const [fence = 0, time = 0] = Array.isArray(answer) ? answer.map(Number) : [];
    this.#heard = time;
    return fence === 0 ? undefined : { fence, until: asked + this.#ttl };
  }
}
