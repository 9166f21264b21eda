import {
  followedLog,
  type ConversationKey,
  type ConversationLog,
  type ConversationMemory,
  type DependencyHealth,
  type RecallQuery,
  type RecallResult,
  type StoredMessage,
} from '@yychat/engine-core';

const keyOf = ({ tenant, conversationId }: ConversationKey) => JSON.stringify([tenant, conversationId]);
const wordsOf = (text: string) => [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu))];

/**
 * Keeps what was said in a Map, and finds what shares the most words with a question, in its own conversation. Reads it from the log,
 * so it is complete after a restart as well.
 */
export class KeywordMemory implements ConversationMemory {
  /** For the engine: a conversation that is deleted here is forgotten. */
  readonly log: ConversationLog;
  readonly #said = new Map<string, StoredMessage[]>();
  #cursor: string | undefined;
  #deletions = 0;

  constructor(log: ConversationLog) {
    const deleted = (key: ConversationKey) => {
      this.#deletions += 1;
      this.#said.delete(keyOf(key));
      return Promise.resolve();
    };
    this.log = followedLog(log, { deleted });
  }

  async recall(query: RecallQuery, signal: AbortSignal): Promise<RecallResult> {
    await this.#catchUp(signal);
    const asked = new Set(wordsOf(query.text));
    const shared = (text: string) => wordsOf(text).filter((word) => asked.has(word)).length;
    const memories = (this.#said.get(keyOf(query)) ?? [])
      .map(({ role, text, time }) => ({ role, text, time, score: shared(text) }))
      .filter(({ text, score }) => score > 0 && !query.present.includes(text))
      .sort((one, other) => other.score - one.score)
      .slice(0, query.limit);
    return { memories };
  }

  info(): Readonly<Record<string, unknown>> {
    return { method: 'keywords', conversations: this.#said.size };
  }

  async healthCheck(signal: AbortSignal): Promise<DependencyHealth> {
    return { ...(await this.log.healthCheck(signal)), name: 'memory', required: false };
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    for (;;) {
      const [from, deletions] = [this.#cursor, this.#deletions];
      const { messages, cursor } = await this.log.entries(from, 500, signal);
      // Another turn read the same, or something of it may have been deleted since.
      if (from !== this.#cursor || deletions !== this.#deletions) continue;
      if (messages.length === 0) return;
      for (const message of messages)
        this.#said.set(keyOf(message), [...(this.#said.get(keyOf(message)) ?? []), message]);
      this.#cursor = cursor;
    }
  }
}
