import type { DatabaseSync } from 'node:sqlite';
import type { NearTurn } from '../recall/embedding-source.js';
import { CHUNK_POSITIONS } from '../recall/packed-postings.js';
import type { Embedding } from '../store/conversation-store.js';
import { PLACES_OF_CHUNK } from './posting-ranges.js';
import { quantize, signsOf } from './quantize.js';
import { Query } from './query.js';
import type { VisibleConversation } from './visible-scope.js';

/**
 * So many values are compared exactly: a millisecond's work. Where a scope has more, those vectors are chosen for it whose signs
 * differ least from the question's; 200 of 1,536 values.
 */
const EXACT_VALUES = 300_000;
/** But never fewer than four for each that is wanted. */
const LEAST_CHOSEN = 4;

interface NearRow {
  readonly place: number;
  readonly distance: number | null;
}

/** Finds the embeddings that are nearest to one, by the functions of sqlite-vec. */
export class NearestEmbeddings {
  readonly #model: Query<{ id: number }>;
  readonly #nearest: Query<NearRow>;

  /** @param database with the extension */
  constructor(database: DatabaseSync) {
    this.#model = new Query(database, 'SELECT id FROM model WHERE name = ?');
    this.#nearest = new Query(
      database,
      `WITH chosen AS MATERIALIZED (
         SELECT o.place, o.embedding FROM json_each($chunks) j
           CROSS JOIN chunk c ON c.id = j.value CROSS JOIN outline o ON o.place BETWEEN ${PLACES_OF_CHUNK}
         WHERE o.model = $model AND length(o.signs) = length($signs)
         ORDER BY CASE WHEN $scanned THEN vec_distance_hamming(vec_bit(o.signs), vec_bit($signs)) END
         LIMIT $chosen)
       SELECT chosen.place, vec_distance_cosine(vec_int8(e.vector), vec_int8($vector)) AS distance
       FROM chosen CROSS JOIN embedding e ON e.id = chosen.embedding
       WHERE length(e.vector) = length($vector)
       ORDER BY distance, chosen.place DESC LIMIT $limit`,
    );
  }

  /** Nearest first, at most `limit`; positions counted from each conversation's floor. */
  find(visible: readonly VisibleConversation[], { model, values }: Embedding, limit: number): NearTurn[] {
    const id = this.#model.get(model)?.id;
    const vector = quantize(values);
    if (id === undefined || vector === undefined) return [];
    const chunks = new Map<number, { readonly conversationId: string; readonly start: number }>();
    for (const { name, chunks: ids } of visible) {
      for (const [number, chunk] of ids.entries()) {
        chunks.set(chunk, { conversationId: name, start: number * CHUNK_POSITIONS });
      }
    }
    const chosen = Math.max(LEAST_CHOSEN * limit, Math.ceil(EXACT_VALUES / values.length));
    const positions = visible.reduce((sum, { messages, floor }) => sum + messages - floor, 0);
    const rows = this.#nearest.allNamed({
      ...{ $chunks: JSON.stringify([...chunks.keys()]), $model: id, $limit: limit, $chosen: chosen },
      ...{ $signs: signsOf(values), $vector: vector, $scanned: positions > chosen ? 1 : 0 },
    });
    return rows.flatMap(({ place, distance }) => {
      const chunk = chunks.get(Math.floor(place / CHUNK_POSITIONS));
      if (!chunk || distance === null) return [];
      const { conversationId, start } = chunk;
      return [{ conversationId, position: start + (place % CHUNK_POSITIONS), similarity: 1 - distance }];
    });
  }
}
