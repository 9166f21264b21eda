import type { Clock, TimerHandle } from '../ports/clock.js';

/** A sleep that can be shortened. For one sleeper. */
export class Alarm {
  readonly #clock: Clock;
  #sleeper: { readonly wake: () => void; timer: TimerHandle; due: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param delay milliseconds */
  sleep(delay: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleeper = undefined;
        resolve();
      };
      const due = this.#clock.monotonic() + delay;
      this.#sleeper = { wake, due, timer: this.#clock.after(delay, wake) };
    });
  }

  /** Wakes the sleeper after `delay` milliseconds, unless it wakes before. Nothing where nobody sleeps. */
  hurry(delay: number): void {
    const sleeper = this.#sleeper;
    const due = this.#clock.monotonic() + delay;
    if (sleeper === undefined || sleeper.due <= due) return;
    sleeper.timer.cancel();
    sleeper.due = due;
    sleeper.timer = this.#clock.after(delay, sleeper.wake);
  }

  /** Wakes the sleeper now. */
  ring(): void {
    this.#sleeper?.timer.cancel();
    this.#sleeper?.wake();
  }
}
