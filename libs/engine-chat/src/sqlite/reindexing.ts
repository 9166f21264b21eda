import type { DatabaseSync } from 'node:sqlite';
import { ANALYSIS_VERSION } from '../recall/analysis/analyze.js';
import { indexTurn } from '../recall/indexed-turn.js';
import { chunkOf } from '../recall/packed-postings.js';
import { spokenMessage } from '../store/spoken-message.js';
import { Chunks, placeOf } from './chunks.js';
import type { Conversation, Conversations } from './conversations.js';
import { PostingWriter } from './posting-writer.js';
import { Change, Query } from './query.js';
import type { Removal } from './removal.js';
import { WordCover } from './word-cover.js';

/** Messages that one step analyses: some milliseconds' work. */
const MESSAGES_AT_ONCE = 64;

interface WordsRow {
  readonly position: number;
  readonly words: Uint8Array;
}

/** Rebuilds a conversation's index from the log, where another version of the analysis made it. */
export class Reindexing {
  readonly #conversations: Conversations;
  readonly #removal: Removal;
  readonly #chunks: Chunks;
  readonly #postings: PostingWriter;
  readonly #startAnew: Change;
  readonly #words: Query<WordsRow>;
  readonly #keepFacts: Change;
  readonly #progress: Change;

  constructor(database: DatabaseSync, conversations: Conversations, removal: Removal) {
    this.#conversations = conversations;
    this.#removal = removal;
    this.#chunks = new Chunks(database);
    this.#postings = new PostingWriter(database);
    this.#startAnew = new Change(
      database,
      'UPDATE conversation SET analysis = ?, indexed = 0, terms = 0 WHERE id = ?',
    );
    this.#words = new Query(
      database,
      `SELECT m.position, m.words FROM json_each(?) j
         CROSS JOIN place p ON p.id = j.value CROSS JOIN message m ON m.sequence = p.sequence
       ORDER BY m.position`,
    );
    this.#keepFacts = new Change(database, 'UPDATE place SET facts = ? WHERE id = ?');
    this.#progress = new Change(
      database,
      'UPDATE conversation SET indexed = indexed + ?, terms = terms + ? WHERE id = ?',
    );
  }

  /** Within a transaction. One step; true when the index is good, or the conversation gone. */
  step(id: number): boolean {
    const conversation = this.#conversations.byId(id);
    if (!conversation) return true;
    if (conversation.analysis !== ANALYSIS_VERSION) {
      if (this.#removal.clearPostings(id)) this.#startAnew.run(ANALYSIS_VERSION, id);
      return false;
    }
    if (conversation.indexed === conversation.messages) return true;
    this.#index(conversation);
    return false;
  }

  #index({ id, key, indexed, messages }: Conversation): void {
    const chunk = this.#chunks.need(id, indexed);
    const places: number[] = [];
    const end = Math.min(messages, indexed + MESSAGES_AT_ONCE);
    for (let position = indexed; position < end && chunkOf(position) === chunkOf(indexed); position++) {
      places.push(placeOf(chunk, position));
    }
    const cover = new WordCover(key);
    const turns = this.#words.all(JSON.stringify(places)).map(({ position, words }) => {
      const turn = indexTurn(spokenMessage(cover.bareWords(position, words)));
      this.#keepFacts.run(cover.coverFacts(position, turn), placeOf(chunk, position));
      return { position, turn };
    });
    this.#postings.add(chunk, turns);
    this.#progress.run(
      turns.length,
      turns.reduce((sum, { turn: { length } }) => sum + length, 0),
      id,
    );
  }
}
