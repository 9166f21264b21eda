import type { Neighbour } from '@yychat/engine-core';
import type { RecalledMessage, StoreQuery } from '../store/conversation-store.js';
import type { EmbeddingSource } from './embedding-source.js';
import { askedTerms } from './asked-terms.js';
import { excerpt } from './excerpt.js';
import { fingerprint } from './fingerprint.js';
import type { PassageSource } from './passage-source.js';
import type { PostingSource } from './posting-source.js';
import { recallTurns } from './recall-turns.js';

/** What a store has to give for recall. */
export interface RecallSource extends PostingSource, EmbeddingSource, PassageSource {}

/** Of a longer message, the stretch that the question is about is recalled. UTF-16 units. */
const MAX_TEXT = 2_000;

/** Finds messages as `recallTurns` does, and fetches their words, those beside them included where the prompt has them not. */
export async function recallMessages(
  source: RecallSource,
  query: StoreQuery,
  signal: AbortSignal,
): Promise<RecalledMessage[]> {
  const turns = await recallTurns(source, query, signal);
  if (turns.length === 0) return [];
  const passages = await source.passages(query.scope, turns, signal);
  const terms = new Set(askedTerms(query.text));
  const present = new Set(query.present);
  const unless = (known: Neighbour | undefined): Neighbour | undefined =>
    known && present.has(fingerprint(known.text)) ? undefined : known;
  return turns.flatMap((turn, index): RecalledMessage[] => {
    const passage = passages[index];
    if (!passage) return [];
    const { before, after, role, time } = passage;
    const [earlier, later] = [unless(before), unless(after)];
    const text = excerpt(passage.text, terms, MAX_TEXT);
    return [
      { ...turn, role, text, time, ...(earlier && { before: earlier }), ...(later && { after: later }) },
    ];
  });
}
