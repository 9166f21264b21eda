import type { DatabaseSync } from 'node:sqlite';
import { hash } from '../recall/hash.js';
import type { IndexedTurn } from '../recall/indexed-turn.js';
import { packPostings } from '../recall/packed-postings.js';
import type { Posting } from '../recall/posting-source.js';
import { Change } from './query.js';

export interface PlacedTurn {
  readonly position: number;
  readonly turn: IndexedTurn;
}

/** Writes into the inverted index. */
export class PostingWriter {
  readonly #append: Change;

  constructor(database: DatabaseSync) {
    // Of two blobs `||` makes a text; the cast takes its bytes as they are.
    this.#append = new Change(
      database,
      `INSERT INTO posting (id, packed) VALUES ((? << 32) | ?, ?)
       ON CONFLICT (id) DO UPDATE SET packed = CAST(packed || excluded.packed AS BLOB)`,
    );
  }

  /** @param turns of one chunk, by ascending position, after all that the chunk has */
  add(chunk: number, turns: readonly PlacedTurn[]): void {
    const terms = new Map<number, Posting[]>();
    for (const { position, turn } of turns) {
      for (const [term, frequency] of turn.frequencies) {
        const posting = { position, frequency, length: turn.length };
        const key = hash(term);
        const same = terms.get(key);
        if (same) same.push(posting);
        else terms.set(key, [posting]);
      }
    }
    for (const [term, postings] of terms) this.#append.run(chunk, term, packPostings(postings));
  }
}
