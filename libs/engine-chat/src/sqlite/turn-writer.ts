import type { DatabaseSync } from 'node:sqlite';
import type { LoggedMessage, LoggedTurn } from '@yychat/engine-core';
import { indexTurn } from '../recall/indexed-turn.js';
import { CHUNK_POSITIONS } from '../recall/packed-postings.js';
import { beginsSession } from '../recall/sessions.js';
import { spokenMessage } from '../store/spoken-message.js';
import { Chunks, placeOf } from './chunks.js';
import { isIndexed } from './conversations.js';
import type { Conversation, Conversations } from './conversations.js';
import { PostingWriter } from './posting-writer.js';
import type { PlacedTurn } from './posting-writer.js';
import { Change, Query } from './query.js';
import type { Tombstones } from './tombstones.js';
import { WordCover } from './word-cover.js';

/** A turn's messages that one chunk holds. */
interface Stretch {
  /** Position of the first. */
  readonly first: number;
  readonly messages: readonly LoggedMessage[];
}

/** Writes turns into the log, with what finds them again. */
export class TurnWriter {
  readonly #conversations: Conversations;
  readonly #tombstones: Tombstones;
  readonly #chunks: Chunks;
  readonly #postings: PostingWriter;
  readonly #known: Query<unknown>;
  readonly #addMessage: Change;
  readonly #addPlace: Change;

  constructor(database: DatabaseSync, conversations: Conversations, tombstones: Tombstones) {
    this.#conversations = conversations;
    this.#tombstones = tombstones;
    this.#chunks = new Chunks(database);
    this.#postings = new PostingWriter(database);
    this.#known = new Query(
      database,
      'SELECT 1 FROM message WHERE conversation = ? AND turn = ? AND opens = 1',
    );
    this.#addMessage = new Change(
      database,
      'INSERT INTO message (conversation, position, time, opens, turn, words) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#addPlace = new Change(database, 'INSERT INTO place (id, sequence, facts) VALUES (?, ?, ?)');
  }

  /** Within a transaction. A turn that is kept already, or began before its conversation was deleted, is left out. */
  append(turn: LoggedTurn): void {
    if (turn.messages.length === 0 || this.#tombstones.cover(turn)) return;
    const known = this.#conversations.find(turn);
    if (known && this.#known.get(known.id, turn.turnId)) return;
    const conversation = known ?? this.#conversations.begin(turn, turn.time);
    // What is not indexed to its end is indexed from there, by whoever reads it first.
    const indexes = isIndexed(conversation);
    const cover = new WordCover(conversation.key);
    const whose = turn.user === undefined ? {} : { user: turn.user };
    let [sequence, terms] = [0, 0];
    for (const stretch of stretches(conversation.messages, turn.messages)) {
      const chunk = this.#chunks.need(conversation.id, stretch.first);
      const placed: PlacedTurn[] = [];
      for (const [index, message] of stretch.messages.entries()) {
        const position = stretch.first + index;
        sequence = this.#addToLog(
          conversation,
          turn,
          position,
          cover.coverWords(position, { ...message, ...whose }),
        );
        const indexed = indexes ? indexTurn(spokenMessage(message)) : undefined;
        const facts = indexed ? cover.coverFacts(position, indexed) : null;
        this.#addPlace.run(placeOf(chunk, position), sequence, facts);
        if (indexed) placed.push({ position, turn: indexed });
      }
      this.#postings.add(chunk, placed);
      terms += placed.reduce((sum, { turn: { length } }) => sum + length, 0);
      this.#addSession(conversation, chunk, stretch.first, turn.time);
    }
    this.#conversations.grow(conversation.id, {
      ...{ messages: turn.messages.length, user: turn.user, time: turn.time, sequence },
      terms: indexes ? terms : undefined,
    });
  }

  #addToLog({ id, messages }: Conversation, turn: LoggedTurn, position: number, words: Uint8Array): number {
    const opens = position === messages ? 1 : 0;
    return this.#addMessage.insert(id, position, turn.time, opens, turn.turnId, words);
  }

  /** All messages of a turn are of one time: only the first can begin a session. */
  #addSession({ messages, lastTime }: Conversation, chunk: number, position: number, time: number): void {
    const begins = beginsSession(messages === 0 ? undefined : lastTime, time);
    if (position === messages && begins) this.#chunks.addSession(chunk, position, time);
  }
}

/** Cuts a turn's messages where a chunk ends. @param first position of the first message */
function* stretches(first: number, messages: readonly LoggedMessage[]): Generator<Stretch> {
  for (let from = 0; from < messages.length;) {
    const room = CHUNK_POSITIONS - ((first + from) % CHUNK_POSITIONS);
    yield { first: first + from, messages: messages.slice(from, from + room) };
    from += room;
  }
}
