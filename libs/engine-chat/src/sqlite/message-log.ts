import type { DatabaseSync } from 'node:sqlite';
import type {
  ConversationKey,
  LogStretch,
  MessagePage,
  MessageQuery,
  StoredMessage,
} from '@yychat/engine-core';
import { CHUNK_POSITIONS, chunkOf } from '../recall/packed-postings.js';
import { Query, textOf } from './query.js';
import type { Conversation } from './conversations.js';
import { WordCover, WordCovers } from './word-cover.js';

interface MessageRow {
  readonly sequence: number;
  readonly position: number;
  readonly time: number;
  readonly turn: Uint8Array;
  readonly words: Uint8Array;
}

interface EntryRow extends MessageRow {
  readonly tenant: Uint8Array;
  readonly name: Uint8Array;
  readonly id: number;
  readonly key: Uint8Array;
}

const COLUMNS = 'm.sequence, m.position, m.time, CAST(m.turn AS BLOB) AS turn, m.words';
const ID = /^msg_([0-9]{1,15})$/;

function stored(key: ConversationKey, cover: WordCover, row: MessageRow): StoredMessage {
  const { sequence, position, time, turn, words } = row;
  const { tenant, conversationId } = key;
  return {
    ...{ id: `msg_${sequence}`, tenant, conversationId, turnId: textOf(turn), time },
    ...cover.bareWords(position, words),
  };
}

/** Reads what was said, in order. */
export class MessageLog {
  readonly #position: Query<{ position: number }>;
  readonly #forward: Query<MessageRow>;
  readonly #backward: Query<MessageRow>;
  readonly #entries: Query<EntryRow>;

  constructor(database: DatabaseSync) {
    const stretch = (direction: string): string =>
      `SELECT ${COLUMNS} FROM chunk c
         CROSS JOIN place p ON p.id BETWEEN c.id * ${CHUNK_POSITIONS} + ? AND c.id * ${CHUNK_POSITIONS} + ?
         CROSS JOIN message m ON m.sequence = p.sequence
       WHERE c.conversation = ? AND c.number = ? ORDER BY p.id ${direction}`;
    this.#forward = new Query(database, stretch('ASC'));
    this.#backward = new Query(database, stretch('DESC'));
    this.#position = new Query(
      database,
      'SELECT position FROM message WHERE sequence = ? AND conversation = ?',
    );
    this.#entries = new Query(
      database,
      `SELECT ${COLUMNS}, CAST(c.tenant AS BLOB) AS tenant, CAST(c.name AS BLOB) AS name, c.id, s.key
       FROM message m
         CROSS JOIN conversation c ON c.id = m.conversation
         CROSS JOIN secret s ON s.conversation = c.id
       WHERE m.sequence > ? ORDER BY m.sequence LIMIT ?`,
    );
  }

  page(key: ConversationKey, conversation: Conversation | undefined, query: MessageQuery): MessagePage {
    const { limit, order, after } = query;
    const nothing = { messages: [], hasMore: false };
    if (!conversation) return nothing;
    let [first, end] = [0, conversation.messages];
    if (after !== undefined) {
      const previous = this.#position.get(Number(ID.exec(after)?.[1] ?? 0), conversation.id)?.position;
      if (previous === undefined) return nothing;
      if (order === 'asc') first = previous + 1;
      else end = previous;
    }
    const hasMore = end - first > limit;
    if (order === 'asc') end = Math.min(end, first + limit);
    else first = Math.max(first, end - limit);
    const rows = this.#stretch(conversation.id, first, end, order);
    const cover = new WordCover(conversation.key);
    return { messages: rows.map((row) => stored(key, cover, row)), hasMore };
  }

  /** @param cursor a sequence as text */
  entries(cursor: string | undefined, limit: number): LogStretch {
    const covers = new WordCovers();
    const messages = this.#entries.all(Number(cursor ?? 0), limit).map((row) => {
      const key = { tenant: textOf(row.tenant), conversationId: textOf(row.name) };
      return [row.sequence, stored(key, covers.of(row), row)] as const;
    });
    return {
      messages: messages.map(([, message]) => message),
      cursor: String(messages.at(-1)?.[0] ?? cursor ?? 0),
    };
  }

  /** Of one conversation the messages at positions from `first` up to `end`, this excluded. */
  #stretch(conversation: number, first: number, end: number, order: MessageQuery['order']): MessageRow[] {
    const chunks: MessageRow[][] = [];
    for (let from = first; from < end; from = (chunkOf(from) + 1) * CHUNK_POSITIONS) {
      const start = chunkOf(from) * CHUNK_POSITIONS;
      const last = Math.min(end, start + CHUNK_POSITIONS) - 1;
      const query = order === 'asc' ? this.#forward : this.#backward;
      chunks.push(query.all(from - start, last - start, conversation, chunkOf(from)));
    }
    return (order === 'asc' ? chunks : chunks.toReversed()).flat();
  }
}
