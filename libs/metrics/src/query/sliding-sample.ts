import { Measurements } from '../measurements/measurements.js';
import type { Sample } from './metric.js';
import { TurnTotals } from './turn-totals.js';

/**
 * What the last buckets measured, where new ones come and old ones go. Spreads cannot be subtracted, so it keeps a stack of sums of the
 * old ones, and makes it anew when it is used up: some merges for each bucket, however many there are in the window.
 */
export class SlidingSample {
  /** Each is the sum of a bucket and of those below it, which are younger. */
  readonly #old: Sample[] = [];
  #young: Sample[] = [];
  #sumOfYoung = sumOf([]);
  readonly #size: number;

  /** @param size how many buckets there are in the window */
  constructor(size: number) {
    this.#size = size;
  }

  /** Adds a bucket, and lets go of the oldest one where there are too many. */
  push(bucket: Sample): void {
    this.#young.push(bucket);
    add(this.#sumOfYoung, bucket);
    if (this.#old.length + this.#young.length > this.#size) this.#shift();
  }

  /** What all of them measured. */
  sum(): Sample {
    return sumOf([...this.#old.slice(-1), this.#sumOfYoung]);
  }

  #shift(): void {
    if (this.#old.length === 0) {
      for (const bucket of this.#young.toReversed()) this.#old.push(sumOf([...this.#old.slice(-1), bucket]));
      this.#young = [];
      this.#sumOfYoung = sumOf([]);
    }
    this.#old.pop();
  }
}

function sumOf(samples: readonly Sample[]): Sample & { seconds: number } {
  // Which outcome's times are taken was decided when a bucket was added up.
  const sum = { turns: new TurnTotals('ok'), system: new Measurements(), seconds: 0 };
  for (const sample of samples) add(sum, sample);
  return sum;
}

function add(sum: Sample & { seconds: number }, { turns, system, seconds }: Sample): void {
  sum.turns.merge(turns);
  sum.system.merge(system);
  sum.seconds += seconds;
}
