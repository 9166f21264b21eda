import type { DatabaseSync } from 'node:sqlite';
import type { ConversationKey } from '@yychat/engine-core';
import type { Conversation } from './conversations.js';
import { PLACES_OF_CHUNK, POSTINGS_OF_CHUNK } from './posting-ranges.js';
import { Change, Query } from './query.js';
import type { Tombstones } from './tombstones.js';

/** Rows that one step removes at most: some milliseconds' work. */
const POSTINGS_AT_ONCE = 2_000;
const PLACES_AT_ONCE = 200;

interface PlaceRow {
  readonly id: number;
  readonly sequence: number;
}

/** Deletes conversations: at once from sight, and their words with their key; then, in steps, what is left of them. */
export class Removal {
  readonly #tombstones: Tombstones;
  readonly #unlink: Change;
  readonly #forgetKey: Change;
  readonly #leave: Change;
  readonly #left: Query<{ conversation: number }>;
  readonly #clearPostings: Change;
  readonly #places: Query<PlaceRow>;
  readonly #removeVectors: Change;
  readonly #removeOutlines: Change;
  readonly #removeMessage: Change;
  readonly #removePlace: Change;
  readonly #removeChunks: Change;
  readonly #done: Change;

  constructor(database: DatabaseSync, tombstones: Tombstones) {
    this.#tombstones = tombstones;
    this.#unlink = new Change(database, 'DELETE FROM conversation WHERE id = ?');
    this.#forgetKey = new Change(
      database,
      'UPDATE secret SET key = zeroblob(length(key)) WHERE conversation = ?',
    );
    this.#leave = new Change(database, 'INSERT INTO remains (conversation) VALUES (?)');
    this.#left = new Query(database, 'SELECT conversation FROM remains');
    this.#clearPostings = new Change(
      database,
      `DELETE FROM posting WHERE id IN
         (SELECT p.id FROM chunk c CROSS JOIN posting p ON p.id BETWEEN ${POSTINGS_OF_CHUNK}
          WHERE c.conversation = ? LIMIT ${POSTINGS_AT_ONCE})`,
    );
    this.#places = new Query(
      database,
      `SELECT p.id, p.sequence FROM chunk c CROSS JOIN place p ON p.id BETWEEN ${PLACES_OF_CHUNK}
       WHERE c.conversation = ? LIMIT ${PLACES_AT_ONCE}`,
    );
    this.#removeVectors = new Change(
      database,
      'DELETE FROM embedding WHERE id IN (SELECT embedding FROM outline WHERE place = ?)',
    );
    this.#removeOutlines = new Change(database, 'DELETE FROM outline WHERE place = ?');
    this.#removeMessage = new Change(database, 'DELETE FROM message WHERE sequence = ?');
    this.#removePlace = new Change(database, 'DELETE FROM place WHERE id = ?');
    this.#removeChunks = new Change(database, 'DELETE FROM chunk WHERE conversation = ?');
    this.#done = new Change(database, 'DELETE FROM remains WHERE conversation = ?');
  }

  /** Within a transaction: nobody sees the conversation from then on. @param now milliseconds since the epoch */
  unlink(key: ConversationKey, conversation: Conversation | undefined, now: number): void {
    this.#tombstones.put(key, now);
    if (!conversation) return;
    this.#unlink.run(conversation.id);
    this.#forgetKey.run(conversation.id);
    this.#leave.run(conversation.id);
  }

  /** The conversations of which there is something left. */
  left(): number[] {
    return this.#left.all().map(({ conversation }) => conversation);
  }

  /** Within a transaction. One step; true when nothing is left. */
  clear(conversation: number): boolean {
    if (!this.clearPostings(conversation)) return false;
    const places = this.#places.all(conversation);
    for (const { id, sequence } of places) {
      this.#removeVectors.run(id);
      this.#removeOutlines.run(id);
      this.#removeMessage.run(sequence);
      this.#removePlace.run(id);
    }
    if (places.length === PLACES_AT_ONCE) return false;
    this.#removeChunks.run(conversation);
    this.#done.run(conversation);
    return true;
  }

  /** Within a transaction. One step; true when there are none left. */
  clearPostings(conversation: number): boolean {
    return this.#clearPostings.run(conversation) < POSTINGS_AT_ONCE;
  }
}
