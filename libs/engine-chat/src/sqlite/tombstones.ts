import type { DatabaseSync } from 'node:sqlite';
import type { ConversationKey, LoggedTurn } from '@yychat/engine-core';
import { Change, Query } from './query.js';

/** So long after a deletion no turn is still on its way that had begun before it. Milliseconds. */
const LIFETIME = 86_400_000;
const SWEPT_AT_ONCE = 100;

/** When conversations were deleted. */
export class Tombstones {
  readonly #find: Query<{ time: number }>;
  readonly #put: Change;
  readonly #sweep: Change;

  constructor(database: DatabaseSync) {
    this.#find = new Query(database, 'SELECT time FROM tombstone WHERE tenant = ? AND name = ?');
    this.#put = new Change(
      database,
      `INSERT INTO tombstone (tenant, name, time) VALUES (?, ?, ?)
       ON CONFLICT (tenant, name) DO UPDATE SET time = max(time, excluded.time)`,
    );
    this.#sweep = new Change(
      database,
      `DELETE FROM tombstone WHERE (tenant, name) IN
         (SELECT tenant, name FROM tombstone WHERE time < ? LIMIT ${SWEPT_AT_ONCE})`,
    );
  }

  /** Whether a turn had begun when its conversation was deleted. */
  cover({ tenant, conversationId, begun }: LoggedTurn): boolean {
    const { time } = this.#find.get(tenant, conversationId) ?? {};
    return time !== undefined && begun <= time;
  }

  /** Within a transaction. Removes some of those that nobody needs any more. @param now milliseconds since the epoch */
  put({ tenant, conversationId }: ConversationKey, now: number): void {
    this.#sweep.run(now - LIFETIME);
    this.#put.run(tenant, conversationId, now);
  }
}
