import type { DatabaseSync } from 'node:sqlite';
import type { ConversationKey } from '@yychat/engine-core';
import { ANALYSIS_VERSION } from '../recall/analysis/analyze.js';
import { Change, Query } from './query.js';
import { newCoverKey } from './word-cover.js';

export interface Conversation {
  readonly id: number;
  /** Messages that it has: their positions are 0 and up to this, this excluded. */
  readonly messages: number;
  readonly turns: number;
  /** Terms of all its indexed messages. */
  readonly terms: number;
  /** Of the first and the last message; milliseconds since the epoch. Of no meaning in a conversation without messages. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** By which version its messages were analysed, and how many of them. */
  readonly analysis: number;
  readonly indexed: number;
  readonly key: Uint8Array;
}

/** What a turn adds to its conversation. */
export interface Growth {
  readonly messages: number;
  readonly user: string | undefined;
  readonly time: number;
  /** Of its last message. */
  readonly sequence: number;
  /** Terms of its messages; undefined where they are not indexed yet. */
  readonly terms: number | undefined;
}

/** Whether recall can rely on its index. */
export const isIndexed = ({
  analysis,
  indexed,
  messages,
}: Pick<Conversation, 'analysis' | 'indexed' | 'messages'>): boolean =>
  analysis === ANALYSIS_VERSION && indexed === messages;

/** The conversations that there are. */
export class Conversations {
  readonly #find: Query<Conversation>;
  readonly #byId: Query<Conversation>;
  readonly #begin: Change;
  readonly #keepKey: Change;
  readonly #grow: Change;

  constructor(database: DatabaseSync) {
    const from = `SELECT c.id, c.messages, c.turns, c.terms, c.first_time AS firstTime, c.last_time AS lastTime,
        c.analysis, c.indexed, s.key
      FROM conversation c JOIN secret s ON s.conversation = c.id`;
    this.#find = new Query(database, `${from} WHERE c.tenant = ? AND c.name = ?`);
    this.#byId = new Query(database, `${from} WHERE c.id = ?`);
    this.#begin = new Change(
      database,
      `INSERT INTO conversation
         (tenant, name, user, shared, messages, turns, terms, first_time, last_time, latest, analysis, indexed)
       VALUES (?, ?, NULL, 0, 0, 0, 0, ?, 0, 0, ?, 0)`,
    );
    this.#keepKey = new Change(database, 'INSERT INTO secret (conversation, key) VALUES (?, ?)');
    this.#grow = new Change(
      database,
      `UPDATE conversation SET
         shared = shared OR coalesce(user <> $user, 0),
         user = CASE WHEN shared OR user <> $user THEN NULL ELSE coalesce(user, $user) END,
         messages = messages + $messages,
         turns = turns + 1,
         terms = terms + $terms,
         indexed = indexed + $indexed,
         last_time = $time,
         latest = $sequence
       WHERE id = $id`,
    );
  }

  find({ tenant, conversationId }: ConversationKey): Conversation | undefined {
    return this.#find.get(tenant, conversationId);
  }

  byId(id: number): Conversation | undefined {
    return this.#byId.get(id);
  }

  /** @param time of its first message */
  begin({ tenant, conversationId }: ConversationKey, time: number): Conversation {
    const id = this.#begin.insert(tenant, conversationId, time, ANALYSIS_VERSION);
    const key = newCoverKey();
    this.#keepKey.run(id, key);
    const none = { messages: 0, turns: 0, terms: 0, indexed: 0 };
    return { id, ...none, firstTime: time, lastTime: 0, analysis: ANALYSIS_VERSION, key };
  }

  /** Adds a turn to the counts. A conversation belongs to the one user who has spoken in it, and to nobody once another has. */
  grow(id: number, { messages, user, time, sequence, terms }: Growth): void {
    this.#grow.runNamed({
      ...{ $id: id, $messages: messages, $user: user ?? null, $time: time, $sequence: sequence },
      ...{ $terms: terms ?? 0, $indexed: terms === undefined ? 0 : messages },
    });
  }
}
