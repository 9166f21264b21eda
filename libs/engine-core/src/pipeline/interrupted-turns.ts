import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.js';
import type { Turn } from '../turn.js';
import type { ChatMessage } from '../wire/chat-completion.js';

const MAX_ENTRIES = 1_000;
const MAX_CHARACTERS = 16_000_000;
const LIFETIME = 3_600_000;

/** What a turn was asked, and by whom. */
export type Asked = Pick<Turn, 'tenant' | 'user' | 'conversationId' | 'messages'>;

interface Entry {
  readonly messages: readonly ChatMessage[];
  readonly callsKey: string;
  readonly size: number;
  readonly expires: number;
}

/**
 * What server tools did in a turn that then stopped for a tool of the client's. The client's next request shows only
 * its own calls; the work done here is put back in front of the model, so that it is neither lost nor done twice.
 * It is known by those calls and by all that was said before them: ids alone do not do, as some upstreams number the
 * calls of every answer from 0. Bounded; when an entry is gone, the model merely asks its tool again.
 */
export class InterruptedTurns {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  /** Entries by calls alone: where there is none, what was said before need not be hashed. */
  readonly #counts = new Map<string, number>();
  #characters = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Keeps the `messages` between the question and the client's tool results, or forgets those of an earlier answer to
   * the same question where there are none. `callIds` are the client's calls.
   */
  save(asked: Asked, callIds: readonly string[], messages: readonly ChatMessage[]): void {
    const callsKey = keyOfCalls(asked, callIds);
    if (messages.length === 0 && !this.#counts.has(callsKey)) return;
    const key = keyOf(callsKey, asked.messages);
    this.#remove(key);
    const size = JSON.stringify(messages).length;
    if (messages.length === 0 || size > MAX_CHARACTERS / 10) return;
    this.#entries.set(key, { messages, callsKey, size, expires: this.#clock.now() + LIFETIME });
    this.#counts.set(callsKey, (this.#counts.get(callsKey) ?? 0) + 1);
    this.#characters += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES && this.#characters <= MAX_CHARACTERS) break;
      this.#remove(oldest);
    }
  }

  /** The messages of a request, with the work of interrupted turns put back. */
  restore(asked: Asked): readonly ChatMessage[] {
    const { messages } = asked;
    if (this.#entries.size === 0) return messages;
    let restored: ChatMessage[] | undefined;
    messages.forEach((message, i) => {
      const found = message.tool_calls?.length ? this.#find(asked, message, i) : undefined;
      if (found !== undefined) (restored ??= messages.slice(0, i)).push(...found);
      else restored?.push(message);
    });
    return restored ?? messages;
  }

  #find(asked: Asked, message: ChatMessage, position: number): readonly ChatMessage[] | undefined {
    const ids = (message.tool_calls ?? []).map((call) => call.id);
    const callsKey = keyOfCalls(asked, ids);
    if (!this.#counts.has(callsKey)) return undefined;
    const key = keyOf(callsKey, asked.messages.slice(0, position));
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expires > this.#clock.now()) return entry.messages;
    this.#remove(key);
    return undefined;
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#characters -= entry.size;
    const left = (this.#counts.get(entry.callsKey) ?? 0) - 1;
    if (left > 0) this.#counts.set(entry.callsKey, left);
    else this.#counts.delete(entry.callsKey);
  }
}

function keyOfCalls({ tenant, user, conversationId }: Asked, callIds: readonly string[]): string {
  return JSON.stringify([tenant, user ?? null, conversationId ?? null, ...callIds]);
}

function keyOf(callsKey: string, before: readonly ChatMessage[]): string {
  return callsKey + createHash('sha256').update(JSON.stringify(before)).digest('base64');
}
