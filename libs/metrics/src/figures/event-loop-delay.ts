import type { Clock, TimerHandle } from '@yychat/engine-core';
import type { Timing } from './figure.js';

/** Milliseconds between two looks. */
const PERIOD = 20;

/** Timers are due at whole milliseconds: up to this much later, in milliseconds, the loop was not held up. */
const GRAIN = 1;

/**
 * Measures by how much the event loop is late. With a timer of its own: `monitorEventLoopDelay` of Node loses, with each `reset`, the
 * interval in which it is reset, and whatever blocked the loop until then is what one wants to know of.
 */
export class EventLoopDelay {
  readonly #clock: Clock;
  readonly #delay: Timing;
  #timer: TimerHandle | undefined;

  constructor(clock: Clock, delay: Timing) {
    this.#clock = clock;
    this.#delay = delay;
  }

  start(): void {
    const due = this.#clock.monotonic() + PERIOD;
    this.#timer = this.#clock.after(PERIOD, () => {
      this.#delay.record(Math.max(0, this.#clock.monotonic() - due - GRAIN) / 1_000);
      this.start();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
