import type { MemoryScope } from '@yychat/engine-core';
import { ANALYSIS_VERSION } from '../recall/analysis/analyze.js';
import type { NearTurn } from '../recall/embedding-source.js';
import { unpackFacts } from '../recall/packed-facts.js';
import type { Passage } from '../recall/passage-source.js';
import type { ScopePostings, TurnFacts, TurnKey } from '../recall/posting-source.js';
import type { RecallSource } from '../recall/recall-messages.js';
import type { Embedding } from '../store/conversation-store.js';
import type { Connections } from './connections.js';
import type { Embeddings } from './embeddings.js';
import type { IndexRebuild } from './index-rebuild.js';
import { KEYED_COLUMNS, keyedTables, keyedValues } from './keyed-messages.js';
import type { KeyedRow } from './keyed-messages.js';
import { toPassages } from './passages.js';
import type { PassageRow } from './passages.js';
import type { QuotedSchema } from './schema/schema-name.js';
import { postingsStatement, readPostings } from './scope-postings.js';
import type { PostingRow, VisiblePostings } from './scope-postings.js';
import { scopeValues } from './scope.js';
import { prepared } from './statement.js';
import type { Statement } from './statement.js';

interface FactsRow extends KeyedRow {
  readonly facts: Buffer;
}

/** The statements of a recall. */
export interface RecallStatements {
  readonly postings: Statement;
  readonly facts: Statement;
  readonly passages: Statement;
}

export const recallStatements = (schema: QuotedSchema): RecallStatements => ({
  postings: postingsStatement(schema),
  facts: prepared(`select ${KEYED_COLUMNS}, m.facts from ${keyedTables(schema, 0)}`),
  passages: prepared(`select ${KEYED_COLUMNS}, m.position - keys.position as place, m.role, m.time, m.text
    from ${keyedTables(schema, 1)}`),
});

/** What sources of recalls read from. */
export interface RecallReaders {
  readonly connections: Connections;
  readonly statements: RecallStatements;
  readonly rebuild: IndexRebuild;
  /** Undefined where embeddings cannot be kept. */
  readonly embeddings: Embeddings | undefined;
}

/**
 * What one recall reads. Positions are counted from the first that is looked through, each conversation's own: a long past costs
 * nothing. That is settled by the first answer, for another one may come to see a chunk less.
 */
export class PostgresRecallSource implements RecallSource {
  readonly #readers: RecallReaders;
  readonly #firsts = new Map<string, number>();
  #postings: Promise<unknown> | undefined;

  constructor(readers: RecallReaders) {
    this.#readers = readers;
  }

  /** A key as others know it: its position counted from the conversation's beginning. */
  located<Key extends TurnKey>(key: Key): Key {
    return { ...key, position: key.position + this.#first(key) };
  }

  postings(scope: MemoryScope, terms: readonly string[], signal: AbortSignal): Promise<ScopePostings> {
    const found = this.#upToDate(scope, terms, signal);
    this.#postings = found;
    return found;
  }

  async facts(
    scope: MemoryScope,
    keys: readonly TurnKey[],
    signal: AbortSignal,
  ): Promise<readonly (TurnFacts | undefined)[]> {
    const { connections, statements } = this.#readers;
    const rows = await connections.query<FactsRow>(
      statements.facts,
      keyedValues(scope, this.#locate(keys)),
      signal,
    );
    const facts = new Array<TurnFacts | undefined>(keys.length).fill(undefined);
    for (const row of rows) facts[row.n] = unpackFacts(row.facts);
    return facts;
  }

  async passages(
    scope: MemoryScope,
    keys: readonly TurnKey[],
    signal: AbortSignal,
  ): Promise<readonly (Passage | undefined)[]> {
    const { connections, statements } = this.#readers;
    const rows = await connections.query<PassageRow>(
      statements.passages,
      keyedValues(scope, this.#locate(keys)),
      signal,
    );
    return toPassages(rows, keys.length);
  }

  async nearest(
    scope: MemoryScope,
    embedding: Embedding,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly NearTurn[]> {
    const near = (await this.#readers.embeddings?.nearest(scope, embedding, limit, signal)) ?? [];
    await this.#postings;
    return near
      .map((turn) => ({ ...turn, position: turn.position - this.#first(turn) }))
      .filter(({ position }) => position >= 0);
  }

  async #upToDate(scope: MemoryScope, terms: readonly string[], signal: AbortSignal): Promise<ScopePostings> {
    let found = await this.#read(scope, terms, signal);
    if (found.stale.length > 0) {
      await this.#readers.rebuild.bringUpToDate(found.stale, signal);
      found = await this.#read(scope, terms, signal);
    }
    for (const [index, { id }] of found.conversations.entries())
      this.#firsts.set(id, found.firsts[index] ?? 0);
    return found;
  }

  async #read(scope: MemoryScope, terms: readonly string[], signal: AbortSignal): Promise<VisiblePostings> {
    const { connections, statements } = this.#readers;
    const values = [...scopeValues(scope), terms];
    return readPostings(
      await connections.query<PostingRow>(statements.postings, values, signal),
      ANALYSIS_VERSION,
    );
  }

  #first({ conversationId }: TurnKey): number {
    return this.#firsts.get(conversationId) ?? 0;
  }

  #locate(keys: readonly TurnKey[]): readonly TurnKey[] {
    return keys.map((key) => this.located(key));
  }
}
