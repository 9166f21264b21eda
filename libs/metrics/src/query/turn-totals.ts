import { Measurements, type SketchFilter } from '../measurements/measurements.js';
import type { AddSeries } from '../read/bucket-shelf.js';
import type { TurnSeries } from '../store/series.js';
import type { Outcome } from '../turns/finished-turn.js';

const noSketch: SketchFilter = () => false;

/** Adds up series of turns: counts of all of them, times only of those with one outcome. */
export class TurnTotals {
  /** Sums of all turns; times of those with the outcome. */
  readonly all = new Measurements();
  readonly #outcomes = new Map<Outcome, number>();
  readonly #measured: Outcome;
  readonly #isWanted: SketchFilter | undefined;

  /** @param isWanted the times that are needed; default all */
  constructor(measured: Outcome, isWanted?: SketchFilter) {
    this.#measured = measured;
    this.#isWanted = isWanted;
  }

  add({ outcome }: TurnSeries, addTo: AddSeries): void {
    const before = this.all.sum('turns');
    addTo(this.all, outcome === this.#measured ? this.#isWanted : noSketch);
    this.#outcomes.set(outcome, this.turns(outcome) + this.all.sum('turns') - before);
  }

  /** Adds turns that were added up elsewhere. */
  merge(other: TurnTotals): void {
    this.all.merge(other.all);
    for (const [outcome, turns] of other.#outcomes) this.#outcomes.set(outcome, this.turns(outcome) + turns);
  }

  /** How many turns ended so. */
  turns(outcome: Outcome): number {
    return this.#outcomes.get(outcome) ?? 0;
  }
}
