import { systemClock } from '../ports/clock.js';
import type { Clock } from '../ports/clock.js';

/** Its `now` stands still until a case moves it; timers run on in real time, so that whoever waits with them does not hang. */
export class KitClock implements Clock {
  readonly monotonic = systemClock.monotonic;
  readonly after = systemClock.after;
  #now = Date.UTC(2026, 0, 2, 9);

  now(): number {
    return this.#now;
  }

  /** Moves `now` by a duration in milliseconds, and gives the new one. */
  advance(duration: number): number {
    return (this.#now += duration);
  }
}
