import { addEncoded, encodeMeasurements } from '../measurements/measurements-codec.js';
import { Measurements } from '../measurements/measurements.js';
import { UnreadableMeasurementsError } from '../measurements/unreadable-measurements-error.js';
import type { StoredPart } from '../store/metrics-store.js';

export type BySeries<Content> = ReadonlyMap<string, Content>;

/** What the store has of one bucket. */
export class StoredBucket {
  readonly #own = new Map<string, Measurements>();
  readonly #others = new Map<string, Measurements>();
  /** Why a part could not be read, if one could not. */
  readonly unreadable: UnreadableMeasurementsError | undefined;

  /** @param instance whose parts are told from those of others */
  constructor(parts: readonly StoredPart[], instance: string) {
    for (const { series, data, instance: writer } of parts) {
      const measurements = new Measurements();
      try {
        addEncoded(data, measurements);
      } catch (error) {
        if (!(error instanceof UnreadableMeasurementsError)) throw error;
        this.unreadable = error;
        continue;
      }
      const all = writer === instance ? this.#own : this.#others;
      const known = all.get(series);
      if (known === undefined) all.set(series, measurements);
      else known.merge(measurements);
    }
  }

  get own(): BySeries<Measurements> {
    return this.#own;
  }

  get others(): BySeries<Measurements> {
    return this.#others;
  }

  /** All of it, in little memory. */
  packed(): BySeries<Buffer> {
    for (const [series, measurements] of this.#own) {
      const known = this.#others.get(series);
      if (known !== undefined) measurements.merge(known);
    }
    const all = new Map([...this.#others, ...this.#own]);
    return new Map([...all].map(([series, measurements]) => [series, encodeMeasurements(measurements)]));
  }
}
