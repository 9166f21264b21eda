import type {
  Clock,
  ConversationMemory,
  DependencyHealth,
  Memory,
  MemoryScope,
  RecallQuery,
  RecallResult,
} from '@yychat/engine-core';
import { fingerprint } from '../recall/fingerprint.js';
import type { ConversationStore, Embedding, RecalledMessage } from '../store/conversation-store.js';
import type { MessageEmbeddings } from './message-embeddings.js';

export interface ChatMemoryOptions {
  readonly store: ConversationStore;
  /** Or why there are none, for operators: it recalls by words alone then. */
  readonly embeddings: MessageEmbeddings | string;
  readonly clock: Clock;
}

const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const NOTHING: RecallResult = { memories: [] };

/** What was said, word for word. Found by its words, and by its meaning where an embedding model answers in time. */
export class ChatMemory implements ConversationMemory {
  readonly #store: ConversationStore;
  readonly #embeddings: MessageEmbeddings | string;
  readonly #clock: Clock;

  constructor({ store, embeddings, clock }: ChatMemoryOptions) {
    this.#store = store;
    this.#embeddings = embeddings;
    this.#clock = clock;
  }

  /** Rejects where the store fails or the signal aborts; never for want of an embedding. */
  async recall({ text, limit, present, ...scope }: RecallQuery, signal: AbortSignal): Promise<RecallResult> {
    if (limit <= 0 || !SAYS_SOMETHING.test(text)) return NOTHING;
    const asked = this.#embeddingOf(text, scope, signal);
    const known = present.map(fingerprint);
    const embedding = await asked;
    const found = await this.#store.recall(
      {
        scope,
        text,
        limit,
        present: known,
        now: this.#clock.now(),
        ...(embedding !== undefined && { embedding }),
      },
      signal,
    );
    return { memories: found.map(toMemory) };
  }

  version(scope: MemoryScope, signal: AbortSignal): Promise<string> {
    return this.#store.version(scope, signal);
  }

  /** `{ method, embeddings: { status, model, behind, lastError } }`, or with why there are none. */
  info(): Readonly<Record<string, unknown>> {
    const embeddings =
      typeof this.#embeddings === 'string'
        ? { status: 'off', reason: this.#embeddings }
        : this.#embeddings.info();
    const method = embeddings.status === 'ready' ? 'lexical + embeddings' : 'lexical';
    return { method, embeddings };
  }

  /** The store's. Embeddings that cannot be had are no fault: what was said is found without them, and `info` says so. */
  async healthCheck(signal: AbortSignal): Promise<DependencyHealth> {
    return { ...(await this.#store.healthCheck(signal)), name: 'memory', required: false };
  }

  async #embeddingOf(text: string, scope: MemoryScope, signal: AbortSignal): Promise<Embedding | undefined> {
    if (typeof this.#embeddings === 'string') return undefined;
    const { questions } = this.#embeddings;
    const kept = questions.kept(text);
    if (kept !== undefined || !questions.isReady) return kept;
    return (await this.#hasPast(scope, signal)) ? questions.ask(text, signal) : undefined;
  }

  /** Whether there can be anything to recall: the first words of a conversation should not wait for their embedding. */
  async #hasPast({ user, ...conversation }: MemoryScope, signal: AbortSignal): Promise<boolean> {
    if (user !== undefined) return true;
    const { messages } = await this.#store.messages(conversation, { limit: 1, order: 'desc' }, signal);
    return messages.length > 0;
  }
}

function toMemory({ conversationId, text, role, time, score, before, after }: RecalledMessage): Memory {
  return { text, role, time, score, ...(before && { before }), ...(after && { after }), conversationId };
}
