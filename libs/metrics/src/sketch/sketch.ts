import { binOf, valueOf } from './bins.js';

/** Bins are added in blocks, so that a sketch does not grow with each value that is a little larger. */
const BLOCK = 32;

/**
 * How values are spread, in little memory: quantiles within {@link RELATIVE_ERROR} of the truth, and the same whether the values
 * were added to one sketch or to many that were merged.
 */
export class Sketch {
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;
  #first = 0;
  #bins: Uint32Array = new Uint32Array(0);

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** Exact. `null` without values. */
  get min(): number | null {
    return this.#count === 0 ? null : this.#min;
  }

  /** Exact. `null` without values. */
  get max(): number | null {
    return this.#count === 0 ? null : this.#max;
  }

  /** Exact. `null` without values. */
  get average(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }

  /** Adds a value. Less than nothing counts as 0; what is not a finite number is no measurement and is left out. */
  add(value: number): void {
    if (!Number.isFinite(value)) return;
    const counted = value > 0 ? value : 0;
    this.#count++;
    this.#sum += counted;
    if (counted < this.#min) this.#min = counted;
    if (counted > this.#max) this.#max = counted;
    this.addToBin(binOf(counted), 1);
  }

  merge(other: Sketch): void {
    this.addTotals(other.#count, other.#sum, other.#min, other.#max);
    for (let i = 0; i < other.#bins.length; i++) {
      const count = other.#bins[i] as number;
      if (count > 0) this.addToBin(other.#first + i, count);
    }
  }

  /**
   * The value below which a share of the values lies, interpolated between neighbours (as type 7 of Hyndman and Fan, which
   * PostgreSQL's `percentile_cont` and numpy have as well). `null` without values.
   * @param share 0 to 1
   */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    const position = (this.#count - 1) * share;
    const lower = Math.floor(position);
    const below = this.#valueAt(lower);
    if (lower === position) return below;
    return below + (this.#valueAt(lower + 1) - below) * (position - lower);
  }

  /** For codecs: adds what is known of values beside their bins. */
  addTotals(count: number, sum: number, min: number, max: number): void {
    this.#count += count;
    this.#sum += sum;
    if (min < this.#min) this.#min = min;
    if (max > this.#max) this.#max = max;
  }

  /** For codecs: adds to the count of a bin. */
  addToBin(bin: number, count: number): void {
    let place = bin - this.#first;
    if (place < 0 || place >= this.#bins.length) {
      this.#makeRoom(bin);
      place = bin - this.#first;
    }
    this.#bins[place] = (this.#bins[place] as number) + count;
  }

  /** For codecs: the first bin that may have values, and the counts from there on. */
  bins(): { readonly first: number; readonly counts: Uint32Array } {
    return { first: this.#first, counts: this.#bins };
  }

  #makeRoom(bin: number): void {
    const begin = Math.floor(bin / BLOCK) * BLOCK;
    const isEmpty = this.#bins.length === 0;
    const first = isEmpty ? begin : Math.min(this.#first, begin);
    const end = isEmpty ? begin + BLOCK : Math.max(this.#first + this.#bins.length, begin + BLOCK);
    const bins = new Uint32Array(end - first);
    bins.set(this.#bins, this.#first - (isEmpty ? this.#first : first));
    this.#bins = bins;
    this.#first = first;
  }

  /** The value of that rank, from 0; exact at both ends. */
  #valueAt(rank: number): number {
    if (rank <= 0) return this.#min;
    if (rank >= this.#count - 1) return this.#max;
    let seen = 0;
    for (let i = 0; i < this.#bins.length; i++) {
      seen += this.#bins[i] as number;
      if (seen > rank) return Math.min(Math.max(valueOf(this.#first + i), this.#min), this.#max);
    }
    return this.#max;
  }
}
