import { describeConversationLog } from '@yychat/engine-core/testing';
import { asLog, storeCaseOf } from './store-bench.js';
import { embeddingQueueCases } from './store-cases/embedding-queue.js';
import { embeddingRecallCases } from './store-cases/embedding-recall.js';
import { isolationCases } from './store-cases/isolation.js';
import { lifeCases } from './store-cases/life.js';
import { noEmbeddingCases } from './store-cases/no-embeddings.js';
import { randomTalkCases } from './store-cases/random-talk.js';
import { rankingCases } from './store-cases/ranking.js';
import { recallCases } from './store-cases/recall.js';
import { versionCases } from './store-cases/version.js';
import type { ConversationStoreKitOptions } from './store-kit-options.js';

const subjects = {
  recall: recallCases,
  ranking: rankingCases,
  isolation: isolationCases,
  'random talk': randomTalkCases,
  versions: versionCases,
  'opening and closing': lifeCases,
} as const;

const withEmbeddings = { 'what is to embed': embeddingQueueCases, embeddings: embeddingRecallCases } as const;
const withoutEmbeddings = { 'no embeddings': noEmbeddingCases } as const;

/**
 * What every {@link ConversationStore} has to do, as cases for any test runner; those of a conversation log are among them. A
 * store is made for each case. A store that is not durable (no `reopen`) passes the cases about that.
 *
 * @example
 * describeConversationStore({ describe, it, name: 'My store', create });
 */
export function describeConversationStore(options: ConversationStoreKitOptions): void {
  const { describe, name, create, embeddings = true } = options;
  describeConversationLog({ ...options, create: asLog(create) });
  describe(`${name} is a conversation store`, () => {
    const all = { ...subjects, ...(embeddings ? withEmbeddings : withoutEmbeddings) };
    for (const [subject, cases] of Object.entries(all)) {
      describe(subject, () => cases(storeCaseOf(options)));
    }
  });
}
