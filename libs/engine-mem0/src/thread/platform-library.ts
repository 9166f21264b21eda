import type { MemoryClient } from 'mem0ai';
import { setTimeout as sleep } from 'node:timers/promises';
import { belongs, markedFact, type FactLibrary, type Marks } from './fact-library.ts';
import type { Fact, FactBatch, FactScope, FactSearch, Forgotten, PlatformSettings } from './protocol.js';

const PAGE = 100;
/** Milliseconds between two looks at whether an add is done: at first, and at last. */
const FIRST_POLL = 50;
const LAST_POLL = 500;
/** How often it is looked. The service's own deadline is shorter as a rule. */
const MOST_POLLS = 240;

/** The answer to an add: what came of it, or where to ask what will have. */
interface Added {
  readonly eventId?: string;
}

/**
 * mem0's hosted platform. A fact is kept for its user and its conversation; the platform shows one that has both only to a filter
 * that names both, so each has both, and the filter leaves one open.
 */
export class PlatformLibrary implements FactLibrary {
  readonly #client: MemoryClient;

  static async open({ apiKey, baseURL }: PlatformSettings): Promise<PlatformLibrary> {
    const { MemoryClient: Client } = await import('mem0ai');
    return new PlatformLibrary(new Client({ apiKey, host: baseURL.replace(/\/+$/, '') }));
  }

  private constructor(client: MemoryClient) {
    this.#client = client;
  }

  /** Waits until the platform says that it is done: it takes an add first, and works on it afterwards. */
  async add({ user, run, source, time, messages }: FactBatch): Promise<void> {
    const marks: Marks = { user, run, source, time };
    const added: unknown = await this.#client.add(
      messages.map((message) => ({ ...message })),
      { userId: user, runId: run, timestamp: Math.floor(time / 1_000), metadata: { ...marks } },
    );
    const { eventId } = added as Added;
    if (typeof eventId === 'string') await this.#finished(eventId);
  }

  async search({ query, scope, limit }: FactSearch): Promise<readonly Fact[]> {
    const { results } = await this.#client.search(query, { filters: filtersOf(scope), topK: limit });
    return results
      .map(({ id, memory, metadata, score }) => markedFact(id, memory, metadata, score))
      .filter((fact) => belongs(fact, scope));
  }

  async list(scope: FactScope, limit: number): Promise<readonly Fact[]> {
    const facts: Fact[] = [];
    for (let page = 1; facts.length < limit; page++) {
      const { results, next } = await this.#client.getAll({
        ...{ filters: filtersOf(scope), page, pageSize: PAGE },
      });
      const found = results.map(({ id, memory, metadata }) => markedFact(id, memory, metadata));
      facts.push(...found.filter((fact) => belongs(fact, scope)));
      if (next === null || results.length === 0) break;
    }
    return facts.slice(0, limit);
  }

  undo(run: string, sources: readonly string[]): Promise<void> {
    return this.#remove(run, ({ source }) => sources.includes(source));
  }

  forget({ run, at }: Forgotten): Promise<void> {
    return this.#remove(run, ({ time }) => time <= at);
  }

  /** The key may be used for other things as well: what is there stays, and is shown to nobody without our marks. */
  clear(): Promise<void> {
    return Promise.resolve();
  }

  async check(): Promise<void> {
    await this.#client.ping();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #remove(run: string, isGone: (fact: Fact) => boolean): Promise<void> {
    const facts = await this.list({ run }, Infinity);
    for (const fact of facts) if (isGone(fact)) await this.#client.delete(fact.id);
  }

  async #finished(event: string): Promise<void> {
    for (let polls = 0; polls < MOST_POLLS; polls++) {
      const url = `${this.#client.host}/v1/event/${encodeURIComponent(event)}/`;
      const { status } = (await this.#client._fetchWithErrorHandling(url, {
        headers: this.#client.headers,
      })) as { status?: string };
      if (status === 'SUCCEEDED') return;
      if (status === 'FAILED') throw new Error('The platform could not add what was said.');
      await sleep(Math.min(LAST_POLL, FIRST_POLL * 2 ** polls));
    }
    throw new Error('The platform does not come to an end of an add.');
  }
}

const filtersOf = (scope: FactScope): object => {
  const { user = '*', run = '*' } = scope as { user?: string; run?: string };
  return { AND: [{ user_id: user }, { run_id: run }] };
};
