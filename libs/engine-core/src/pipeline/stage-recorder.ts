import type { StageEnd } from '../events.js';
import type { Clock } from '../ports/clock.js';
import type { Stage } from '../stage-timing.js';

/** Times the stages of one turn and holds them until the turn has its first event. */
export class StageRecorder {
  readonly #clock: Clock;
  readonly #begun: number;
  #waiting: StageEnd[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#begun = clock.monotonic();
  }

  /** Milliseconds since the turn began. */
  elapsed(): number {
    return this.#clock.monotonic() - this.#begun;
  }

  /** Records that `stage` ran from `start` (as `elapsed` gave it) until now. */
  end(stage: Stage, start: number): void {
    this.#waiting.push({ type: 'stage-end', stage, start, duration: this.elapsed() - start });
  }

  /** What was recorded since the last call, in order. */
  take(): readonly StageEnd[] {
    const taken = this.#waiting;
    if (taken.length > 0) this.#waiting = [];
    return taken;
  }
}
