import type { DatabaseSync } from 'node:sqlite';
import { CHUNK_POSITIONS, chunkOf } from '../recall/packed-postings.js';
import { packSession } from './packed-sessions.js';
import { Change, Query } from './query.js';

/** Gives stretches of a conversation their ids, which its places and postings are kept by. */
export class Chunks {
  readonly #find: Query<{ id: number }>;
  readonly #add: Change;
  readonly #addSession: Change;

  constructor(database: DatabaseSync) {
    this.#find = new Query(database, 'SELECT id FROM chunk WHERE conversation = ? AND number = ?');
    this.#add = new Change(database, `INSERT INTO chunk (conversation, number, sessions) VALUES (?, ?, x'')`);
    this.#addSession = new Change(
      database,
      'UPDATE chunk SET sessions = CAST(sessions || ? AS BLOB) WHERE id = ?',
    );
  }

  /** Id of the chunk that has a position; undefined where there is none yet. */
  find(conversation: number, position: number): number | undefined {
    return this.#find.get(conversation, chunkOf(position))?.id;
  }

  /** As {@link find}, and makes the chunk where there is none. */
  need(conversation: number, position: number): number {
    return this.find(conversation, position) ?? this.#add.insert(conversation, chunkOf(position));
  }

  /** Begins a session at a position of a chunk. @param time milliseconds since the epoch */
  addSession(chunk: number, position: number, time: number): void {
    this.#addSession.run(packSession({ first: position, time }), chunk);
  }
}

/** Where a position is kept: one number, ascending with the positions of a chunk. */
export const placeOf = (chunk: number, position: number): number =>
  chunk * CHUNK_POSITIONS + (position % CHUNK_POSITIONS);
