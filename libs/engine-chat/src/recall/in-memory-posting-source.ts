import type { ConversationKey, MemoryScope } from '@yychat/engine-core';
import type { SpokenTurn } from './indexed-turn.js';
import { indexTurn } from './indexed-turn.js';
import type {
  Posting,
  PostingList,
  PostingSource,
  ScopeConversation,
  ScopePostings,
  Session,
} from './posting-source.js';
import type { TurnFacts, TurnKey } from './posting-source.js';
import { beginsSession } from './sessions.js';

interface Conversation {
  readonly tenant: string;
  readonly id: string;
  /** Who has spoken in it; turns without a user are nobody's. */
  readonly users: Set<string>;
  readonly sessions: Session[];
  readonly facts: TurnFacts[];
  readonly postings: Map<string, Posting[]>;
  length: number;
  lastTime: number | undefined;
}

const keyOf = ({ tenant, conversationId }: ConversationKey): string =>
  JSON.stringify([tenant, conversationId]);

/** A posting source that keeps everything in memory: for tests and measurements. */
export class InMemoryPostingSource implements PostingSource {
  readonly #conversations = new Map<string, Conversation>();

  /**
   * Appends a turn to the conversation that the scope names.
   * @param time milliseconds since the epoch, not before that of the conversation's previous turn
   * @returns the turn's position
   */
  add(scope: MemoryScope, turn: SpokenTurn, time: number): number {
    const conversation = this.#conversation(scope);
    const { frequencies, ...facts } = indexTurn(turn);
    const position = conversation.facts.push(facts) - 1;
    for (const [term, frequency] of frequencies) {
      const posting = { position, frequency, length: facts.length };
      const postings = conversation.postings.get(term);
      if (postings) postings.push(posting);
      else conversation.postings.set(term, [posting]);
    }
    if (beginsSession(conversation.lastTime, time)) conversation.sessions.push({ first: position, time });
    conversation.length += facts.length;
    conversation.lastTime = time;
    return position;
  }

  /** Forgets a conversation: one of that name begins anew. */
  remove(key: ConversationKey): void {
    this.#conversations.delete(keyOf(key));
  }

  /** Ids of the conversations that a scope shows. */
  visible(scope: MemoryScope): ReadonlySet<string> {
    return new Set([...this.#visible(scope)].map(({ id }) => id));
  }

  postings(scope: MemoryScope, terms: readonly string[], signal: AbortSignal): Promise<ScopePostings> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const visible = [...this.#visible(scope)];
    const conversations = visible.map(({ id, facts, length, sessions }): ScopeConversation => {
      return { id, turns: facts.length, length, end: facts.length, sessions };
    });
    const lists = visible.flatMap(({ postings }, conversation) =>
      terms.flatMap((term): PostingList[] => {
        const found = postings.get(term);
        return found ? [{ term, conversation, postings: found }] : [];
      }),
    );
    return Promise.resolve({ conversations, lists });
  }

  facts(
    scope: MemoryScope,
    keys: readonly TurnKey[],
    signal: AbortSignal,
  ): Promise<readonly (TurnFacts | undefined)[]> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const visible = new Map([...this.#visible(scope)].map(({ id, facts }) => [id, facts]));
    return Promise.resolve(
      keys.map(({ conversationId, position }) => visible.get(conversationId)?.[position]),
    );
  }

  #conversation(scope: MemoryScope): Conversation {
    const { tenant, conversationId, user } = scope;
    const key = keyOf(scope);
    let conversation = this.#conversations.get(key);
    if (!conversation) {
      conversation = {
        ...{ tenant, id: conversationId, users: new Set(), sessions: [], facts: [] },
        ...{ postings: new Map(), length: 0, lastTime: undefined },
      };
      this.#conversations.set(key, conversation);
    }
    if (user !== undefined) conversation.users.add(user);
    return conversation;
  }

  /** The conversation itself, and those that belong to the user alone. */
  *#visible({ tenant, conversationId, user }: MemoryScope): Generator<Conversation> {
    for (const conversation of this.#conversations.values()) {
      if (conversation.tenant !== tenant) continue;
      const { id, users } = conversation;
      if (id === conversationId || (user !== undefined && users.size === 1 && users.has(user))) {
        yield conversation;
      }
    }
  }
}
