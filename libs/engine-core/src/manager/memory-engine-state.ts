import type { Clock } from '../ports/clock.js';
import type { EngineSelection, EngineState } from '../ports/engine-state.js';

/** The engine selection of one process, forgotten when it ends. */
export class MemoryEngineState implements EngineState {
  readonly #clock: Clock;
  #selection: EngineSelection | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  load(): Promise<EngineSelection | undefined> {
    return Promise.resolve(this.#selection);
  }

  compareAndSet(
    expectedEpoch: number,
    { engine, reason }: { readonly engine: string; readonly reason?: string },
  ): Promise<EngineSelection> {
    const inForce = this.#selection;
    if (inForce !== undefined && inForce.epoch !== expectedEpoch) return Promise.resolve(inForce);
    this.#selection = {
      engine,
      epoch: expectedEpoch + 1,
      since: this.#clock.now(),
      ...(reason !== undefined && { reason }),
    };
    return Promise.resolve(this.#selection);
  }

  /** Nothing changes elsewhere. */
  subscribe(): () => void {
    return () => undefined;
  }
}
