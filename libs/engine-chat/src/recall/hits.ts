import type { PostingList } from './posting-source.js';
import type { ScopeLayout } from './scope-layout.js';

/** The postings of one term at a time, with their places in the scope; columns, for there are thousands in each query. */
export class Hits {
  readonly slots: Int32Array;
  readonly frequencies: Int32Array;
  readonly lengths: Int32Array;
  /** Index of each hit's session. */
  readonly sessions: Int32Array;
  #count = 0;

  constructor(turns: number) {
    this.slots = new Int32Array(turns);
    this.frequencies = new Int32Array(turns);
    this.lengths = new Int32Array(turns);
    this.sessions = new Int32Array(turns);
  }

  get count(): number {
    return this.#count;
  }

  /** @param lists of one term, one for each conversation that has it */
  load(lists: readonly PostingList[], layout: ScopeLayout): void {
    this.#count = 0;
    for (const { conversation, postings } of lists) {
      const base = layout.bases[conversation] ?? 0;
      let session = layout.sessionBases[conversation] ?? 0;
      for (const { position, frequency, length } of postings) {
        const slot = base + position;
        while (slot >= (layout.sessions[session]?.end ?? Infinity)) session++;
        const at = this.#count++;
        this.slots[at] = slot;
        this.frequencies[at] = frequency;
        this.lengths[at] = length;
        this.sessions[at] = session;
      }
    }
  }
}
