import type { Clock, ConversationKey, MemoryScope, Neighbour, StoredMessage } from '@yychat/engine-core';
import { InMemoryConversationLog, sequenceOf } from '@yychat/engine-core/testing';
import type { NearTurn } from '../recall/embedding-source.js';
import { InMemoryPostingSource } from '../recall/in-memory-posting-source.js';
import type { Passage } from '../recall/passage-source.js';
import type { ScopePostings, TurnFacts, TurnKey } from '../recall/posting-source.js';
import { recallMessages } from '../recall/recall-messages.js';
import type { RecallSource } from '../recall/recall-messages.js';
import { beginsSession } from '../recall/sessions.js';
import type {
  ConversationStore,
  EmbeddedMessage,
  Embedding,
  PendingMessages,
  RecalledMessage,
  StoreQuery,
} from './conversation-store.js';
import { InMemoryEmbeddings } from './in-memory-embeddings.js';
import { spokenMessage } from './spoken-message.js';

const MAX_BEHIND = 10_000;

const neighbour = ({ role, text }: StoredMessage): Neighbour => ({ role, text });

/**
 * A conversation store that is gone with its process: what the others are measured against, and good for examples. Operations
 * after `close` reject with EngineError (503, `conversation_log_closed`).
 */
export class InMemoryConversationStore
  extends InMemoryConversationLog
  implements ConversationStore, RecallSource
{
  readonly embeddingsMissing: string | undefined = undefined;
  readonly #clock: Clock;
  readonly #index = new InMemoryPostingSource();
  readonly #embeddings = new InMemoryEmbeddings();

  constructor(clock: Clock) {
    super(clock);
    this.#clock = clock;
  }

  recall(query: StoreQuery, signal: AbortSignal): Promise<readonly RecalledMessage[]> {
    return this.whileOpen(signal, () => recallMessages(this, query, signal));
  }

  version(scope: MemoryScope, signal: AbortSignal): Promise<string> {
    return this.whileOpen(signal, () => {
      const { tenant } = scope;
      const shown = [...this.#index.visible(scope)].map((conversationId) => {
        const last = this.conversation({ tenant, conversationId }).at(-1);
        return [conversationId, last?.id];
      });
      return JSON.stringify(shown);
    });
  }

  pending(
    model: string,
    options: { readonly limit: number; readonly instance: string; readonly lease: number },
    signal: AbortSignal,
  ): Promise<PendingMessages> {
    return this.whileOpen(signal, () => {
      const { limit, instance, lease } = options;
      const cursor = this.#embeddings.cursor(model);
      const waiting = this.all.filter((message) => sequenceOf(message) > cursor);
      const given = this.#embeddings.lease(model, instance, this.#clock.now(), lease)
        ? waiting.slice(0, limit)
        : [];
      return {
        messages: given.map((message) => ({ sequence: sequenceOf(message), text: message.text })),
        behind: Math.min(waiting.length - given.length, MAX_BEHIND),
      };
    });
  }

  embedded(model: string, messages: readonly EmbeddedMessage[], signal: AbortSignal): Promise<void> {
    return this.whileOpen(signal, () => {
      const kept = new Set(this.all.map(sequenceOf));
      this.#embeddings.keep(model, messages, (sequence) => kept.has(sequence));
    });
  }

  postings(scope: MemoryScope, terms: readonly string[], signal: AbortSignal): Promise<ScopePostings> {
    return this.whileOpen(signal, () => this.#index.postings(scope, terms, signal));
  }

  facts(
    scope: MemoryScope,
    keys: readonly TurnKey[],
    signal: AbortSignal,
  ): Promise<readonly (TurnFacts | undefined)[]> {
    return this.whileOpen(signal, () => this.#index.facts(scope, keys, signal));
  }

  passages(
    scope: MemoryScope,
    keys: readonly TurnKey[],
    signal: AbortSignal,
  ): Promise<readonly (Passage | undefined)[]> {
    return this.whileOpen(signal, () => {
      const visible = this.#index.visible(scope);
      return keys.map(({ conversationId, position }) =>
        visible.has(conversationId) ? this.#passage({ ...scope, conversationId }, position) : undefined,
      );
    });
  }

  nearest(
    { tenant, ...scope }: MemoryScope,
    { model, values }: Embedding,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly NearTurn[]> {
    return this.whileOpen(signal, () => {
      const near: NearTurn[] = [];
      for (const conversationId of this.#index.visible({ tenant, ...scope })) {
        for (const [position, message] of this.conversation({ tenant, conversationId }).entries()) {
          const similarity = this.#embeddings.similarity(model, sequenceOf(message), values);
          if (similarity !== undefined) near.push({ conversationId, position, similarity });
        }
      }
      return near.sort((one, other) => other.similarity - one.similarity).slice(0, limit);
    });
  }

  protected override kept(message: StoredMessage): void {
    this.#index.add(message, spokenMessage(message), message.time);
  }

  protected override removed(key: ConversationKey, messages: readonly StoredMessage[]): void {
    this.#index.remove(key);
    for (const message of messages) this.#embeddings.forget(sequenceOf(message));
  }

  #passage(key: ConversationKey, position: number): Passage | undefined {
    const messages = this.conversation(key);
    const [before, message, after] = [position - 1, position, position + 1].map((at) => messages[at]);
    if (!message) return undefined;
    const { role, text, time } = message;
    return {
      ...{ role, text, time },
      ...(before && !beginsSession(before.time, time) && { before: neighbour(before) }),
      ...(after && !beginsSession(time, after.time) && { after: neighbour(after) }),
    };
  }
}
