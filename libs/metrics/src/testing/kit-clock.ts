import type { Clock, TimerHandle } from '@yychat/engine-core';

/** Stands still until a case moves it; timers run in real time, so that whoever waits with them does not hang. */
export class KitClock implements Clock {
  #now = Date.UTC(2026, 0, 2, 9);

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): TimerHandle {
    const timer = setTimeout(callback, delay);
    return { cancel: () => clearTimeout(timer) };
  }

  /** Moves it by a duration in milliseconds, and gives the new time. */
  advance(duration: number): number {
    return (this.#now += duration);
  }
}
