import type { RedisState } from './redis-state.js';

/** Counts since the connection was opened. */
export interface RedisFigures {
  readonly state: RedisState;
  /** Milliseconds to an answer, smoothed over the last twenty or so; undefined: none yet. */
  readonly latency: number | undefined;
  /** Calls that were sent. */
  readonly commands: number;
  /** Calls that were sent and failed, timeouts included. */
  readonly errors: number;
  readonly timeouts: number;
  /** Times that a caller had to go on without Redis: calls that were not sent, and errors. */
  readonly fallbacks: number;
  /** Times that commands stopped being sent. */
  readonly breakerOpens: number;
}

/** Keeps the counts. */
export class Tally {
  commands = 0;
  errors = 0;
  timeouts = 0;
  fallbacks = 0;
  latency: number | undefined;

  answered(latency: number): void {
    this.latency = this.latency === undefined ? latency : this.latency + (latency - this.latency) / 20;
  }

  failed(isLate: boolean): void {
    this.errors++;
    this.fallbacks++;
    if (isLate) this.timeouts++;
  }
}
