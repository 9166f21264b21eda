/** Frequencies summed by place, where few places of many are touched; cleared at the cost of what was touched. */
export class FrequencySums {
  readonly #sums: Float64Array;
  readonly #touched: Int32Array;
  #count = 0;

  constructor(places: number) {
    this.#sums = new Float64Array(places);
    this.#touched = new Int32Array(places);
  }

  /** Places touched since the last {@link drain}. */
  get count(): number {
    return this.#count;
  }

  /** @param frequency more than 0 */
  add(place: number, frequency: number): void {
    const sum = this.#sums[place] ?? 0;
    if (sum === 0) this.#touched[this.#count++] = place;
    this.#sums[place] = sum + frequency;
  }

  /** Calls `visit` for each place touched, in the order of touching, and forgets it. */
  drain(visit: (place: number, frequency: number) => void): void {
    for (let at = 0; at < this.#count; at++) {
      const place = this.#touched[at] ?? 0;
      visit(place, this.#sums[place] ?? 0);
      this.#sums[place] = 0;
    }
    this.#count = 0;
  }
}
