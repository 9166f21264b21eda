import { silentLogger, systemClock, type ChatModel, type Clock, type Logger } from '@yychat/engine-core';
import type { VectorStoreSettings } from '../thread/protocol.js';
import type { Embedder } from './embedder.js';
import type { Mem0Store } from './fact-store.js';
import { Mem0Thread } from './mem0-thread.js';
import { threadStore } from './thread-store.js';
import { UpstreamAnswers } from './upstream-answers.js';

export interface OpenMem0Options {
  /** mem0's own, made if need be: every file is below it. */
  readonly directory: string;
  /** Asked to extract facts: the upstream of the chat will do. */
  readonly chatModel: Pick<ChatModel, 'generate'>;
  /** The upstream's name of the model that extracts. */
  readonly model: string;
  /** Further fields of each request for an extraction, e.g. `temperature`. */
  readonly modelOptions?: Readonly<Record<string, unknown>>;
  readonly embedder: Embedder;
  /** Of its vectors. Default: the embedder is asked, where the vector store has to know. */
  readonly dimensions?: number;
  /** Default: a file in the directory, for one process. */
  readonly vectorStore?: VectorStoreSettings;
  /** PostgreSQL for the records of the extraction, where several instances share one log. Default: a file in the directory. */
  readonly recordsIn?: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/**
 * mem0's open source code, in a thread of its own that is started by the first call. Needs the packages `mem0ai`,
 * `better-sqlite3` (which it loads and does not use) and `compromise`; `pg` for pgvector and shared records.
 */
export function openMem0({
  directory,
  embedder,
  dimensions,
  vectorStore = { provider: 'embedded' },
  recordsIn,
  clock = systemClock,
  logger = silentLogger,
  random = Math.random,
  ...extraction
}: OpenMem0Options): Mem0Store {
  const upstream = new UpstreamAnswers({ ...extraction, embedder, clock });
  const library = {
    ...({ mode: 'open source', vectorStore, embeddingModel: embedder.model } as const),
    ...(dimensions !== undefined && { dimensions }),
  };
  const settings = { directory, library, ...(recordsIn !== undefined && { recordsIn }) };
  const thread = new Mem0Thread({ settings, answer: upstream.answer, clock, logger, random });
  const store = threadStore(thread, { mode: 'open source', vectorStore: vectorStore.provider });
  return {
    ...store,
    close: () => {
      upstream.close();
      return store.close();
    },
  };
}
