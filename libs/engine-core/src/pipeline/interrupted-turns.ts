import type { Clock } from '../ports/clock.js';
import type { ChatMessage } from '../wire/chat-completion.js';

const MAX_ENTRIES = 1_000;
const MAX_CHARACTERS = 16_000_000;
const LIFETIME = 3_600_000;

interface Entry {
  readonly messages: readonly ChatMessage[];
  readonly size: number;
  readonly expires: number;
}

/**
 * What server tools did in a turn that then stopped for a tool of the client's. The client's next request shows only
 * its own calls; the work done here is put back in front of the model, so that it is neither lost nor done twice.
 * Bounded; when an entry is gone, the model merely asks its tool again.
 */
export class InterruptedTurns {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps the `messages` between the question and the client's tool results. `callIds` are the client's calls. */
  save(tenant: string, callIds: readonly string[], messages: readonly ChatMessage[]): void {
    const size = JSON.stringify(messages).length;
    if (size > MAX_CHARACTERS / 10) return;
    const key = keyOf(tenant, callIds);
    this.#remove(key);
    this.#entries.set(key, { messages, size, expires: this.#clock.now() + LIFETIME });
    this.#characters += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES && this.#characters <= MAX_CHARACTERS) break;
      this.#remove(oldest);
    }
  }

  /** The messages of a request, with the work of interrupted turns put back. */
  restore(tenant: string, messages: readonly ChatMessage[]): readonly ChatMessage[] {
    if (this.#entries.size === 0) return messages;
    let restored: ChatMessage[] | undefined;
    messages.forEach((message, i) => {
      const found = message.tool_calls?.length ? this.#find(tenant, message) : undefined;
      if (found !== undefined) (restored ??= messages.slice(0, i)).push(...found);
      else restored?.push(message);
    });
    return restored ?? messages;
  }

  #find(tenant: string, message: ChatMessage): readonly ChatMessage[] | undefined {
    const key = keyOf(
      tenant,
      (message.tool_calls ?? []).map((call) => call.id),
    );
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
  }
}

function keyOf(tenant: string, callIds: readonly string[]): string {
  return JSON.stringify([tenant, ...callIds]);
}
