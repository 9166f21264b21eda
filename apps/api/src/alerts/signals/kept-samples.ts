import type { Sample } from '@yychat/alerts';
import type { Clock } from '@yychat/engine-core';

/** Milliseconds that a sample is good enough: of minutes for a moment, of hours and of the past for longer. */
const SHORT = 1_900;
const LONG = 10_000;
/** Seconds: windows up to this length are read anew each time. */
const ALWAYS = 60;
const MOST = 5_000;

/** Samples that change so slowly that they need not be read each second. */
export class KeptSamples {
  readonly #clock: Clock;
  readonly #samples = new Map<string, { readonly sample: Sample; readonly until: number }>();
  #turn = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): Sample | undefined {
    const known = this.#samples.get(key);
    return known !== undefined && this.#clock.monotonic() < known.until ? known.sample : undefined;
  }

  /** @param window seconds, of one that is kept finely and ends now; undefined for any other */
  put(key: string, sample: Sample, window: number | undefined): void {
    if (window !== undefined && window <= ALWAYS) return;
    if (this.#samples.size >= MOST) this.#samples.clear();
    const lasts = window === undefined ? LONG : SHORT;
    // Not all at the same time, so that no evaluation has to read everything.
    this.#turn = (this.#turn + 1) % 8;
    this.#samples.set(key, { sample, until: this.#clock.monotonic() + lasts * (0.6 + this.#turn / 10) });
  }
}
