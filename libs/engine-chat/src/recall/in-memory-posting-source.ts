import type { MemoryScope } from '@yychat/engine-core';
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
  readonly user: string | undefined;
  readonly sessions: Session[];
  readonly facts: TurnFacts[];
  readonly postings: Map<string, Posting[]>;
  length: number;
  lastTime: number | undefined;
}

const keyOf = (tenant: string, conversationId: string): string => JSON.stringify([tenant, conversationId]);

/** A posting source that keeps everything in memory and forgets nothing: for tests and measurements. */
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

  #conversation({ tenant, conversationId, user }: MemoryScope): Conversation {
    const key = keyOf(tenant, conversationId);
    let conversation = this.#conversations.get(key);
    if (!conversation) {
      conversation = {
        ...{ tenant, id: conversationId, user, sessions: [], facts: [] },
        ...{ postings: new Map(), length: 0, lastTime: undefined },
      };
      this.#conversations.set(key, conversation);
    }
    return conversation;
  }

  *#visible({ tenant, conversationId, user }: MemoryScope): Generator<Conversation> {
    for (const conversation of this.#conversations.values()) {
      if (conversation.tenant !== tenant) continue;
      if (conversation.id === conversationId || (user !== undefined && conversation.user === user))
        yield conversation;
    }
  }
}
