import type { MemoryScope } from '@yychat/engine-core';
import type { NearTurn } from '../recall/embedding-source.js';
import type { Passage } from '../recall/passage-source.js';
import type { ScopePostings, TurnFacts, TurnKey } from '../recall/posting-source.js';
import type { RecallSource } from '../recall/recall-messages.js';
import { beginsSession } from '../recall/sessions.js';
import type { Embedding } from '../store/conversation-store.js';
import type { MessageReader, Place, TimedWords } from './message-reader.js';
import type { NearestEmbeddings } from './nearest-embeddings.js';
import type { PostingReader } from './posting-reader.js';
import type { VisibleConversation } from './visible-scope.js';

/** What reads the parts of a recall. */
export interface RecallReaders {
  readonly postings: PostingReader;
  readonly messages: MessageReader;
  /** Undefined where embeddings cannot be kept. */
  readonly near: NearestEmbeddings | undefined;
}

/**
 * What one recall reads, all of one scope, which was looked up before. Positions are counted from each conversation's floor, so
 * that a long past costs nothing.
 */
export class SqliteRecallSource implements RecallSource {
  readonly #readers: RecallReaders;
  readonly #visible: readonly VisibleConversation[];
  readonly #byName: ReadonlyMap<string, VisibleConversation>;

  constructor(readers: RecallReaders, visible: readonly VisibleConversation[]) {
    this.#readers = readers;
    this.#visible = visible;
    this.#byName = new Map(visible.map((conversation) => [conversation.name, conversation]));
  }

  postings(_: MemoryScope, terms: readonly string[]): Promise<ScopePostings> {
    const conversations = this.#visible.map(({ name, messages, floor, terms: length, sessions }) => {
      const turns = messages - floor;
      return { id: name, turns, length: (length * turns) / messages, end: turns, sessions };
    });
    return Promise.resolve({ conversations, lists: this.#readers.postings.read(this.#visible, terms) });
  }

  facts(_: MemoryScope, keys: readonly TurnKey[]): Promise<readonly (TurnFacts | undefined)[]> {
    return Promise.resolve(this.#readers.messages.facts(keys.map((key) => this.#place(key))));
  }

  passages(_: MemoryScope, keys: readonly TurnKey[]): Promise<readonly (Passage | undefined)[]> {
    const places = keys.flatMap((key) => [-1, 0, 1].map((step) => this.#place(key, step)));
    const words = this.#readers.messages.words(places);
    return Promise.resolve(
      keys.map((_key, index) => {
        const [before, said, after] = words.slice(3 * index, 3 * index + 3);
        return said && passage(before, said, after);
      }),
    );
  }

  nearest(_: MemoryScope, embedding: Embedding, limit: number): Promise<readonly NearTurn[]> {
    return Promise.resolve(this.#readers.near?.find(this.#visible, embedding, limit) ?? []);
  }

  #place({ conversationId, position }: TurnKey, step = 0): Place | undefined {
    const conversation = this.#byName.get(conversationId);
    return conversation && { conversation, position: position + step };
  }
}

function passage(before: TimedWords | undefined, said: TimedWords, after: TimedWords | undefined): Passage {
  const { role, text, time } = said;
  return {
    ...{ role, text, time },
    ...(before && !beginsSession(before.time, time) && { before: { role: before.role, text: before.text } }),
    ...(after && !beginsSession(time, after.time) && { after: { role: after.role, text: after.text } }),
  };
}
