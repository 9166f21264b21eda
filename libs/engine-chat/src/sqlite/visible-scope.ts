import type { DatabaseSync } from 'node:sqlite';
import type { MemoryScope } from '@yychat/engine-core';
import { CHUNK_POSITIONS } from '../recall/packed-postings.js';
import type { Session } from '../recall/posting-source.js';
import type { Conversation, Conversations } from './conversations.js';
import { unpackSessions } from './packed-sessions.js';
import { Query, textOf } from './query.js';

/** So many positions of a scope are looked at, the newest of each conversation: what a recall costs has a bound. */
export const MOST_POSITIONS = 32_768;
/** And so many of the user's other conversations, those with the latest messages. */
export const MOST_OTHERS = 200;

type Candidate = Pick<Conversation, 'id' | 'messages' | 'terms' | 'analysis' | 'indexed'>;

/** What recall sees of a conversation: all from a position on. */
export interface VisibleConversation extends Candidate {
  readonly name: string;
  /** The first position that is seen: it begins a chunk. */
  readonly floor: number;
  /** Ids of the chunks that are seen, in order. */
  readonly chunks: number[];
  /** The sessions that are seen, their positions counted from the floor; the first begins there. */
  readonly sessions: Session[];
}

interface NamedRow extends Candidate {
  readonly name: Uint8Array;
}

interface ChunkRow {
  /** Index of its conversation. */
  readonly conversation: number;
  readonly id: number;
  readonly number: number;
  readonly sessions: Uint8Array;
}

/** Finds out what a scope shows. */
export class ScopeReader {
  readonly #conversations: Conversations;
  readonly #ofUser: Query<NamedRow>;
  readonly #chunks: Query<ChunkRow>;
  readonly #latest: Query<{ latest: number }>;
  readonly #latestOfUser: Query<{ conversations: number; latest: number | null }>;
  readonly #sessionsBefore: Query<{ sessions: Uint8Array }>;

  constructor(database: DatabaseSync, conversations: Conversations) {
    this.#conversations = conversations;
    this.#ofUser = new Query(
      database,
      `SELECT id, messages, terms, analysis, indexed, CAST(name AS BLOB) AS name FROM conversation
       WHERE tenant = ? AND user = ? ORDER BY latest DESC LIMIT ${MOST_OTHERS + 1}`,
    );
    this.#chunks = new Query(
      database,
      `SELECT j.key AS conversation, c.id, c.number, c.sessions
       FROM json_each(?) j CROSS JOIN chunk c ON c.conversation = j.value AND c.number >= iif(j.value = ?, ?, 0)
       ORDER BY j.key, c.number`,
    );
    this.#latest = new Query(database, 'SELECT latest FROM conversation WHERE tenant = ? AND name = ?');
    this.#latestOfUser = new Query(
      database,
      'SELECT count(*) AS conversations, max(latest) AS latest FROM conversation WHERE tenant = ? AND user = ?',
    );
    this.#sessionsBefore = new Query(
      database,
      `SELECT sessions FROM chunk WHERE conversation = ? AND number < ? AND sessions <> x''
       ORDER BY number DESC LIMIT 1`,
    );
  }

  /** The conversation itself and, of a user, those that belong to the user alone: in the order in which they were begun. */
  read(scope: MemoryScope): VisibleConversation[] {
    const visible = this.#chosen(scope).sort((one, other) => one.id - other.id);
    const ids = JSON.stringify(visible.map(({ id }) => id));
    // At most one has a floor: the last that was chosen.
    const { id: cut = 0, floor = 0 } = visible.find((conversation) => conversation.floor > 0) ?? {};
    const rows = this.#chunks.all(ids, cut, floor / CHUNK_POSITIONS);
    for (const { conversation, id, number, sessions } of rows) {
      const seen = visible[conversation];
      if (!seen) continue;
      seen.chunks.push(id);
      unpackSessions(sessions, number * CHUNK_POSITIONS - seen.floor, seen.sessions);
    }
    for (const seen of visible) this.#beginAtFloor(seen);
    return visible;
  }

  /** Sequences are given once: a conversation that changes has another latest one, and a user's have one less where one is gone. */
  version({ tenant, conversationId, user }: MemoryScope): string {
    const own = this.#latest.get(tenant, conversationId)?.latest ?? 0;
    if (user === undefined) return String(own);
    const { conversations = 0, latest } = this.#latestOfUser.get(tenant, user) ?? {};
    return `${own} ${conversations} ${latest ?? 0}`;
  }

  #chosen({ tenant, conversationId, user }: MemoryScope): VisibleConversation[] {
    const own = this.#conversations.find({ tenant, conversationId });
    const others = user === undefined ? [] : this.#ofUser.all(tenant, user);
    const visible: VisibleConversation[] = [];
    let room = MOST_POSITIONS;
    const choose = (name: string, { id, messages, terms, analysis, indexed }: Candidate): void => {
      const hidden = Math.max(0, messages - room);
      const floor = Math.ceil(hidden / CHUNK_POSITIONS) * CHUNK_POSITIONS;
      room = floor > 0 ? 0 : room - messages;
      if (floor >= messages) return;
      visible.push({ id, name, messages, terms, analysis, indexed, floor, chunks: [], sessions: [] });
    };
    if (own) choose(conversationId, own);
    for (const row of others.filter(({ id }) => id !== own?.id).slice(0, MOST_OTHERS)) {
      if (room === 0) break;
      choose(textOf(row.name), row);
    }
    return visible;
  }

  /** A session that began before the floor is seen from there on. */
  #beginAtFloor({ id, floor, sessions }: VisibleConversation): void {
    if (sessions[0]?.first === 0) return;
    const before: Session[] = [];
    const row = this.#sessionsBefore.get(id, floor / CHUNK_POSITIONS);
    if (row) unpackSessions(row.sessions, 0, before);
    sessions.unshift({ first: 0, time: before.at(-1)?.time ?? 0 });
  }
}
