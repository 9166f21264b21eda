import { KeywordIndex } from './keyword-index.ts';
import { difference, SKETCH_BITS, SKETCH_WORDS } from './sketch.ts';

/** What finds a row: sketches of vectors, and the words of its text. */
export interface IndexedRow {
  readonly row: number;
  readonly id: string;
  readonly sketch: Uint32Array;
  readonly words: string;
}

const FIRST_CAPACITY = 4;
const WORN = 64;

/** All rows of one user or conversation, so that a search need not read them. A row has a slot, in the order of coming. */
export class ScopeIndex {
  #sketches = new Uint32Array(FIRST_CAPACITY * SKETCH_WORDS);
  /** Of each slot, in the search under way. */
  #differences = new Uint16Array(FIRST_CAPACITY);
  /** Row of each slot; 0 for one that was removed. */
  readonly #rows: number[] = [];
  readonly #ids: string[] = [];
  readonly #slots = new Map<number, number>();
  readonly #keywords = new KeywordIndex();

  /** Rows, with those that were removed: what it takes to keep this. */
  get slots(): number {
    return this.#rows.length;
  }

  /** More was removed than is left. */
  get isWorn(): boolean {
    return this.#rows.length > WORN && this.#slots.size * 2 < this.#rows.length;
  }

  add({ row, id, sketch, words }: IndexedRow): void {
    const slot = this.#rows.push(row) - 1;
    this.#ids.push(id);
    if ((slot + 1) * SKETCH_WORDS > this.#sketches.length) {
      const larger = new Uint32Array(this.#sketches.length * 2);
      larger.set(this.#sketches);
      this.#sketches = larger;
      this.#differences = new Uint16Array(larger.length / SKETCH_WORDS);
    }
    this.#sketches.set(sketch, slot * SKETCH_WORDS);
    this.#slots.set(row, slot);
    this.#keywords.add(words);
  }

  remove(row: number): void {
    const slot = this.#slots.get(row);
    if (slot === undefined) return;
    this.#slots.delete(row);
    this.#rows[slot] = 0;
    this.#keywords.remove(slot);
  }

  /**
   * The `count` rows whose sketches are nearest; of those that are as near as each other, the newest.
   * @param most bits in which they may differ
   */
  nearest(sketch: Uint32Array, count: number, most = SKETCH_BITS): number[] {
    const differences = this.#differences;
    const histogram = new Uint32Array(SKETCH_BITS + 1);
    for (let slot = 0; slot < this.#rows.length; slot++) {
      if (this.#rows[slot] === 0) continue;
      const bits = difference(sketch, this.#sketches, slot * SKETCH_WORDS);
      differences[slot] = bits;
      histogram[bits] = (histogram[bits] as number) + 1;
    }
    let last = 0;
    let nearer = 0;
    while (last < most && nearer + (histogram[last] as number) < count) nearer += histogram[last++] as number;
    return this.#within(last, count - nearer);
  }

  /** Rows that differ in less than `bits`, and `more` of those that differ in as many. */
  #within(bits: number, more: number): number[] {
    const found: number[] = [];
    for (let slot = this.#rows.length - 1; slot >= 0; slot--) {
      const row = this.#rows[slot] as number;
      const differs = this.#differences[slot] as number;
      if (row === 0 || differs > bits || (differs === bits && more-- <= 0)) continue;
      found.push(row);
    }
    return found;
  }

  /** Ids of rows that have words of the query; best first. */
  keywords(query: string, limit: number): readonly { readonly id: string; readonly score: number }[] {
    const found = this.#keywords.search(query, limit);
    return found.map(({ slot, score }) => ({ id: this.#ids[slot] ?? '', score }));
  }
}
