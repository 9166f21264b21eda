import type { LoggedMessage } from '@yychat/engine-core';
import { indexTurn } from '../recall/indexed-turn.js';
import { packFacts } from '../recall/packed-facts.js';
import { packPostings } from '../recall/packed-postings.js';
import type { Posting } from '../recall/posting-source.js';
import { spokenMessage } from '../store/spoken-message.js';

/** What messages that follow each other add to an index, in columns. */
export interface PackedMessages {
  /** One for each message. */
  readonly facts: readonly Buffer[];
  /** Terms of all messages, counted with repetition. */
  readonly length: number;
  /** Each term of each message. */
  readonly terms: readonly string[];
  /** Which message has the term: from 0. */
  readonly places: readonly number[];
  /** The posting of each, one after the other; as if all were at the first position of a chunk, for the server alone knows where they come to be. */
  readonly postings: Buffer;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function packMessages(messages: readonly LoggedMessage[]): PackedMessages {
  const [facts, terms, places, postings]: [Buffer[], string[], number[], Posting[]] = [[], [], [], []];
  let sum = 0;
  messages.forEach((message, place) => {
    const { frequencies, ...known } = indexTurn(spokenMessage(message));
    const { length } = known;
    sum += length;
    facts.push(asBuffer(packFacts(known)));
    for (const [term, frequency] of frequencies) {
      terms.push(term);
      places.push(place);
      postings.push({ position: 0, frequency, length });
    }
  });
  return { facts, terms, places, length: sum, postings: asBuffer(packPostings(postings)) };
}
