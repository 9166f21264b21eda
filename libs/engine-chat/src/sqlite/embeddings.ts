import type { DatabaseSync } from 'node:sqlite';
import type { EmbeddedMessage, PendingMessage, PendingMessages } from '../store/conversation-store.js';
import { Chunks, placeOf } from './chunks.js';
import { quantize, signsOf } from './quantize.js';
import { Change, Query } from './query.js';
import { WordCovers } from './word-cover.js';

const MAX_BEHIND = 10_000;

/** Who asks for a model's messages. Times in milliseconds, `now` since the epoch. */
export interface PendingRequest {
  readonly model: string;
  readonly limit: number;
  readonly instance: string;
  readonly lease: number;
  readonly now: number;
}

interface ModelRow {
  readonly id: number;
  readonly cursor: number;
}

interface PendingRow {
  readonly sequence: number;
  readonly position: number;
  readonly words: Uint8Array;
  readonly id: number;
  readonly key: Uint8Array;
}

interface PlaceRow {
  readonly conversation: number;
  readonly position: number;
}

const ALIVE = 'CROSS JOIN conversation c ON c.id = m.conversation';

/** Keeps embeddings, and what each model has done of the log. */
export class Embeddings {
  readonly #chunks: Chunks;
  readonly #know: Change;
  readonly #lease: Change;
  readonly #model: Query<ModelRow>;
  readonly #pending: Query<PendingRow>;
  readonly #waiting: Query<{ count: number }>;
  readonly #message: Query<PlaceRow>;
  readonly #forget: Change;
  readonly #addVector: Change;
  readonly #addOutline: Change;
  readonly #advance: Change;

  constructor(database: DatabaseSync) {
    this.#chunks = new Chunks(database);
    this.#know = new Change(
      database,
      `INSERT INTO model (name, cursor, instance, lease_end) VALUES (?, 0, '', 0) ON CONFLICT (name) DO NOTHING`,
    );
    this.#lease = new Change(
      database,
      'UPDATE model SET instance = $instance, lease_end = $end WHERE name = $model AND (instance = $instance OR lease_end <= $now)',
    );
    this.#model = new Query(database, 'SELECT id, cursor FROM model WHERE name = ?');
    this.#pending = new Query(
      database,
      `SELECT m.sequence, m.position, m.words, c.id, s.key FROM message m ${ALIVE}
         CROSS JOIN secret s ON s.conversation = c.id
       WHERE m.sequence > ? ORDER BY m.sequence LIMIT ?`,
    );
    this.#waiting = new Query(
      database,
      `SELECT count(*) AS count FROM (SELECT 1 FROM message m ${ALIVE} WHERE m.sequence > ? LIMIT ?)`,
    );
    this.#message = new Query(
      database,
      `SELECT m.conversation, m.position FROM message m ${ALIVE} WHERE m.sequence = ?`,
    );
    this.#forget = new Change(
      database,
      'DELETE FROM embedding WHERE id = (SELECT embedding FROM outline WHERE place = ? AND model = ?)',
    );
    this.#addVector = new Change(database, 'INSERT INTO embedding (vector) VALUES (?)');
    this.#addOutline = new Change(
      database,
      'INSERT OR REPLACE INTO outline (place, model, embedding, signs) VALUES (?, ?, ?, ?)',
    );
    this.#advance = new Change(database, 'UPDATE model SET cursor = max(cursor, ?) WHERE id = ?');
  }

  /** Within a transaction, as {@link keep}. */
  pending({ model, limit, instance, lease, now }: PendingRequest): PendingMessages {
    this.#know.run(model);
    const given = this.#lease.runNamed({
      ...{ $model: model, $instance: instance, $end: now + lease, $now: now },
    });
    const cursor = this.#model.get(model)?.cursor ?? 0;
    const rows = given > 0 ? this.#pending.all(cursor, limit) : [];
    const covers = new WordCovers();
    const messages = rows.map((row): PendingMessage => {
      const { text } = covers.of(row).bareWords(row.position, row.words);
      return { sequence: row.sequence, text };
    });
    const after = messages.at(-1)?.sequence ?? cursor;
    return { messages, behind: this.#waiting.get(after, MAX_BEHIND)?.count ?? 0 };
  }

  keep(model: string, messages: readonly EmbeddedMessage[]): void {
    this.#know.run(model);
    const id = this.#model.get(model)?.id ?? 0;
    let last = 0;
    for (const { sequence, values } of messages) {
      if (values) this.#keepOne(id, sequence, values);
      last = Math.max(last, sequence);
    }
    this.#advance.run(last, id);
  }

  /** Nothing where the message was deleted meanwhile. */
  #keepOne(model: number, sequence: number, values: Float32Array): void {
    const vector = quantize(values);
    const message = this.#message.get(sequence);
    if (!vector || !message) return;
    const chunk = this.#chunks.need(message.conversation, message.position);
    const place = placeOf(chunk, message.position);
    this.#forget.run(place, model);
    this.#addOutline.run(place, model, this.#addVector.insert(vector), signsOf(values));
  }
}
