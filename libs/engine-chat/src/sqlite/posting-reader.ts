import type { DatabaseSync } from 'node:sqlite';
import { hash } from '../recall/hash.js';
import { unpackPostings } from '../recall/packed-postings.js';
import type { Posting, PostingList } from '../recall/posting-source.js';
import { Query } from './query.js';
import type { VisibleConversation } from './visible-scope.js';

interface PostingRow {
  /** Indexes of what was asked for. */
  readonly chunk: number;
  readonly term: number;
  readonly packed: Uint8Array;
}

/** Reads from the inverted index. */
export class PostingReader {
  readonly #postings: Query<PostingRow>;

  constructor(database: DatabaseSync) {
    // One statement for thousands of look-ups, for each statement costs more than a look-up.
    this.#postings = new Query(
      database,
      `WITH chunks AS MATERIALIZED (SELECT key, value FROM json_each(?)),
         terms AS MATERIALIZED (SELECT key, value FROM json_each(?))
       SELECT chunks.key AS chunk, terms.key AS term, p.packed
       FROM chunks CROSS JOIN terms CROSS JOIN posting p ON p.id = ((chunks.value << 32) | terms.value)`,
    );
  }

  /** Positions are counted from each conversation's floor. */
  read(visible: readonly VisibleConversation[], terms: readonly string[]): PostingList[] {
    const chunks = visible.flatMap(({ chunks: ids }, conversation) =>
      ids.map((id, number) => ({ id, number, conversation })),
    );
    const rows = this.#postings.all(
      JSON.stringify(chunks.map(({ id }) => id)),
      JSON.stringify(terms.map(hash)),
    );
    const lists = new Map<number, PostingList & { readonly postings: Posting[] }>();
    for (const { chunk, term, packed } of rows) {
      const { number = 0, conversation = 0 } = chunks[chunk] ?? {};
      const key = conversation * terms.length + term;
      let list = lists.get(key);
      if (!list) lists.set(key, (list = { term: terms[term] ?? '', conversation, postings: [] }));
      unpackPostings(packed, number, list.postings);
    }
    return [...lists.values()];
  }
}
