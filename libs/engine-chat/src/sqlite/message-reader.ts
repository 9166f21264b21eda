import type { DatabaseSync } from 'node:sqlite';
import type { TurnFacts } from '../recall/posting-source.js';
import { placeOf } from './chunks.js';
import { CHUNK_POSITIONS, chunkOf } from '../recall/packed-postings.js';
import { Query } from './query.js';
import type { VisibleConversation } from './visible-scope.js';
import { WordCover } from './word-cover.js';
import type { Words } from './word-cover.js';

/** A message that a recall asks for. */
export interface Place {
  readonly conversation: VisibleConversation;
  /** Counted from the conversation's floor. */
  readonly position: number;
}

export interface TimedWords extends Words {
  /** Milliseconds since the epoch. */
  readonly time: number;
}

interface FactsRow {
  /** Index of what was asked for. */
  readonly asked: number;
  readonly facts: Uint8Array;
}

interface WordsRow {
  readonly asked: number;
  readonly time: number;
  readonly words: Uint8Array;
}

/** Reads what is known of some messages. */
export class MessageReader {
  readonly #facts: Query<FactsRow>;
  readonly #words: Query<WordsRow>;
  readonly #keys: Query<{ id: number; key: Uint8Array }>;

  constructor(database: DatabaseSync) {
    this.#facts = new Query(
      database,
      `SELECT j.key AS asked, p.facts FROM json_each(?) j CROSS JOIN place p ON p.id = j.value
       WHERE p.facts IS NOT NULL`,
    );
    this.#words = new Query(
      database,
      `SELECT j.key AS asked, m.time, m.words FROM json_each(?) j
         CROSS JOIN place p ON p.id = j.value CROSS JOIN message m ON m.sequence = p.sequence`,
    );
    this.#keys = new Query(
      database,
      'SELECT s.conversation AS id, s.key FROM json_each(?) j CROSS JOIN secret s ON s.conversation = j.value',
    );
  }

  /** One entry for each place, in order; undefined where there is no such message. The same holds for {@link words}. */
  facts(places: readonly (Place | undefined)[]): (TurnFacts | undefined)[] {
    const found = new Array<TurnFacts | undefined>(places.length).fill(undefined);
    const covers = this.#covers(places);
    for (const { asked, facts } of this.#facts.all(idsOf(places))) {
      const place = places[asked];
      const cover = place && covers.get(place.conversation.id);
      if (cover) found[asked] = cover.bareFacts(absolute(place), facts);
    }
    return found;
  }

  words(places: readonly (Place | undefined)[]): (TimedWords | undefined)[] {
    const found = new Array<TimedWords | undefined>(places.length).fill(undefined);
    const covers = this.#covers(places);
    for (const { asked, time, words } of this.#words.all(idsOf(places))) {
      const place = places[asked];
      const cover = place && covers.get(place.conversation.id);
      if (cover) found[asked] = { ...cover.bareWords(absolute(place), words), time };
    }
    return found;
  }

  #covers(places: readonly (Place | undefined)[]): Map<number, WordCover> {
    const ids = new Set(places.flatMap((place) => place?.conversation.id ?? []));
    return new Map(this.#keys.all(JSON.stringify([...ids])).map(({ id, key }) => [id, new WordCover(key)]));
  }
}

/** A place's position in its whole conversation. */
const absolute = ({ conversation, position }: Place): number => conversation.floor + position;

/** As JSON; null for what is nowhere. */
function idsOf(places: readonly (Place | undefined)[]): string {
  const ids = places.map((place) => {
    if (!place || place.position < 0) return null;
    const chunk = place.conversation.chunks[chunkOf(place.position)];
    return chunk === undefined ? null : placeOf(chunk, place.position % CHUNK_POSITIONS);
  });
  return JSON.stringify(ids);
}
