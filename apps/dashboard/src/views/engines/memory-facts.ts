import type { ListedEngine } from '@yychat/protocol';

/** What an engine's memory tells of itself, as far as it does. */
export interface MemoryFacts {
  /** How it is kept: `mem0`, or how it is searched: `lexical`. */
  readonly kind: string | null;
  readonly mode: string | null;
  readonly vectorStore: string | null;
  readonly embeddings: EmbeddingFacts | null;
  readonly extraction: ExtractionFacts | null;
}

interface EmbeddingFacts {
  readonly model: string | null;
  readonly status: string;
  /** Messages that have no embedding yet. */
  readonly behind: number;
  readonly reason: string | null;
}

/** Of a memory that is made from the log in the background. */
export interface ExtractionFacts {
  readonly status: string;
  /** Seconds that the oldest message waits. */
  readonly lag: number | null;
  readonly pending: number;
  /** Whether more are in the log than those that were read. */
  readonly more: boolean;
  /** Batches kept for later. */
  readonly failed: number;
  /** Batches given up. */
  readonly lost: number;
  readonly lastError: string | null;
}

/** `null`: it says nothing of its memory. */
export function memoryFactsOf({ details }: Pick<ListedEngine, 'details'>): MemoryFacts | null {
  const memory = fields(details['memory']);
  if (memory === null) return null;
  return {
    kind: text(memory['memory']) ?? text(memory['method']),
    mode: text(memory['mode']),
    vectorStore: text(memory['vectorStore']),
    embeddings: embeddingsOf(fields(memory['embeddings'])),
    extraction: extractionOf(memory),
  };
}

function embeddingsOf(embeddings: Fields | null): EmbeddingFacts | null {
  const status = text(embeddings?.['status']);
  if (embeddings === null || status === null) return null;
  return {
    model: text(embeddings['model']),
    status,
    behind: number(embeddings['behind']) ?? 0,
    reason: text(embeddings['reason']) ?? text(embeddings['lastError']),
  };
}

function extractionOf(memory: Fields): ExtractionFacts | null {
  const status = text(memory['status']);
  if (status === null) return null;
  return {
    status,
    lag: number(memory['lag']),
    pending: number(memory['pending']) ?? 0,
    more: memory['more'] === true,
    failed: number(memory['failed']) ?? 0,
    lost: number(memory['lost']) ?? 0,
    lastError: text(memory['lastError']),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
