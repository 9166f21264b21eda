import type { MemoryScope } from '@yychat/engine-core';
import type { Embedding } from '../store/conversation-store.js';
import type { TurnKey } from './posting-source.js';

export interface NearTurn extends TurnKey {
  /** Cosine of both vectors: −1 to 1. */
  readonly similarity: number;
}

/** The embeddings of turns. Rejects where the store fails or the signal aborts; sees no more than the scope allows. */
export interface EmbeddingSource {
  /** The turns whose embeddings, of the same model, are nearest. Nearest first, at most `limit`. */
  nearest(
    scope: MemoryScope,
    embedding: Embedding,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly NearTurn[]>;
}
