import type {
  Clock,
  ConversationKey,
  ConversationLog,
  ConversationMemory,
  DependencyHealth,
  Logger,
  Memory,
  MemoryScope,
  RecallQuery,
  RecallResult,
} from '@yychat/engine-core';
import { withDeadline } from '../extraction/deadline.js';
import { failureReason } from '../extraction/failure-kind.js';
import type { FactExtractor } from '../extraction/fact-extractor.js';
import type { Fact, Mem0Store, Owner, Standing } from '../facts/fact-store.js';
import { behindSince } from './behind.js';
import { factMemories, mergeMemories } from './merge-memories.js';
import { ownerOf, runKey } from './scope-keys.js';

export interface Mem0MemoryOptions {
  readonly store: Mem0Store;
  readonly log: Pick<ConversationLog, 'entries'>;
  readonly extractor: FactExtractor;
  /** Recalls from the log what has no facts yet. */
  readonly fallback: Pick<ConversationMemory, 'recall' | 'version'> | undefined;
  /** Milliseconds that facts are waited for where the fallback has an answer. */
  readonly patience: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const NOTHING: RecallResult = { memories: [] };
/** Facts that are asked for, for each that is wanted: some are of conversations which others speak in, or in the prompt already. */
const SPARE = 2;
const CHECK_TIMEOUT = 3_000;

/** What mem0 understood, and what was said since. */
export class Mem0Memory implements ConversationMemory {
  readonly #options: Mem0MemoryOptions;
  /** Absent where the fallback has none: what was said since the extraction would be missing. */
  readonly version?: NonNullable<ConversationMemory['version']>;

  constructor(options: Mem0MemoryOptions) {
    this.#options = options;
    const said = options.fallback?.version?.bind(options.fallback);
    if (said === undefined) return;
    this.version = async (scope, signal) => {
      const [version, standing] = await Promise.all([said(scope, signal), this.#known(scope, signal)]);
      return `${version} ${standing}`;
    };
  }

  /**
   * Facts; and where the extraction is behind for the scope, what the fallback recalls of the rest. Where facts cannot be had, or
   * not in time, all that it recalls. Rejects when the signal aborts, and where neither can be had.
   */
  async recall(query: RecallQuery, signal: AbortSignal): Promise<RecallResult> {
    const { fallback, logger } = this.#options;
    if (query.limit <= 0 || !SAYS_SOMETHING.test(query.text)) return NOTHING;
    const owner = ownerOf(query);
    const standing = this.#options.store.records.standing(owner, signal);
    // Not everyone who could waits for it.
    standing.catch(() => undefined);
    const found = this.#found(query, owner, standing, signal);
    if (!fallback) return { memories: await found };
    const [facts, quotes] = await Promise.allSettled([
      this.#patiently(found, signal),
      this.#unextracted(query, standing, fallback, signal),
    ]);
    signal.throwIfAborted();
    if (facts.status === 'fulfilled') {
      const said = quotes.status === 'fulfilled' ? quotes.value : [];
      return { memories: mergeMemories(facts.value, said, query.limit) };
    }
    logger.debug({ reason: failureReason(facts.reason) }, 'facts cannot be had, and the log is recalled');
    return fallback.recall(query, signal);
  }

  /** `{ memory, mode, vectorStore, extraction: {…} }`, see {@link FactExtractor.info}. */
  info(): Readonly<Record<string, unknown>> {
    const { store, extractor } = this.#options;
    const { mode, vectorStore } = store.facts;
    return { memory: 'mem0', mode, vectorStore, ...extractor.info() };
  }

  /** Chat goes on without: `required` is false. `degraded` while the extraction rests. */
  async healthCheck(signal: AbortSignal): Promise<DependencyHealth> {
    const { clock, store, extractor } = this.#options;
    const begun = clock.monotonic();
    const health = { name: 'mem0', required: false };
    const took = (): number => clock.monotonic() - begun;
    try {
      await withDeadline(clock, CHECK_TIMEOUT, signal, (soon) => store.facts.check(soon));
    } catch (error) {
      const detail = failureReason(error);
      const why = { reason: `facts: ${detail}`, code: 'facts_failed', detail };
      return { ...health, status: 'down', latency: took(), ...why };
    }
    if (extractor.status !== 'resting') return { ...health, status: 'up', latency: took() };
    const detail = extractor.lastError ?? 'unknown';
    return {
      ...{ ...health, status: 'degraded', latency: took() },
      ...{ reason: `extraction: ${detail}`, code: 'extraction_failed', detail },
    };
  }

  /**
   * Removes all facts of a conversation; one that begins anew is not affected. To be called after the conversation was deleted from
   * the log. What is being extracted then does not stay. Rejects where mem0 fails; it is finished later all the same, so long as
   * the records could be written.
   */
  async forget(key: ConversationKey, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#options;
    const forgotten = { run: runKey(key), at: clock.now() };
    await store.records.forget(forgotten, signal);
    await store.facts.forget(forgotten, signal);
    await store.records.forgetDone(forgotten, signal);
  }

  /** Changes when facts come: with the extraction's way through the log, and with what was tried again. */
  async #known(scope: MemoryScope, signal: AbortSignal): Promise<string> {
    const { store, clock, patience } = this.#options;
    try {
      const { cursor = '', failedSince = '' } = await withDeadline(clock, patience / 4, signal, (soon) =>
        store.records.standing(ownerOf(scope), soon),
      );
      return `${cursor} ${failedSince}`;
    } catch {
      signal.throwIfAborted();
      // Without records the log is recalled.
      return 'unknown';
    }
  }

  async #found(
    query: RecallQuery,
    owner: Owner,
    standing: Promise<Standing>,
    signal: AbortSignal,
  ): Promise<readonly Memory[]> {
    const { user, text, limit, present } = query;
    const search = (scope: { user: string } | { run: string }): Promise<readonly Fact[]> =>
      this.#options.store.facts.search({ query: text, scope, limit: limit * SPARE }, signal);
    if (user === undefined) return factMemories(await search({ run: owner.run }), present, limit);
    const [own, { alone }] = await Promise.all([search({ user: owner.user }), standing]);
    const [visible, here] = await Promise.all([
      this.#visible(own, owner, signal),
      alone ? [] : search({ run: owner.run }),
    ]);
    return factMemories([...visible, ...here], present, limit);
  }

  /** The user's facts without those of other conversations in which others speak too. */
  async #visible(facts: readonly Fact[], { run }: Owner, signal: AbortSignal): Promise<readonly Fact[]> {
    const elsewhere = new Set(facts.map((fact) => fact.run));
    elsewhere.delete(run);
    if (elsewhere.size === 0) return facts;
    const shared = await this.#options.store.records.shared([...elsewhere], signal);
    return facts.filter((fact) => !shared.includes(fact.run));
  }

  async #unextracted(
    query: RecallQuery,
    standing: Promise<Standing>,
    fallback: Pick<ConversationMemory, 'recall'>,
    signal: AbortSignal,
  ): Promise<readonly Memory[]> {
    const scope: MemoryScope = query;
    // Without records, nobody knows what has facts.
    const known = await standing.catch((): Omit<Standing, 'alone'> => ({ failedSince: 0 }));
    const since = await behindSince(this.#options.log, known, scope, signal);
    if (since === undefined) return [];
    // Of what is found, some has its facts already.
    const { memories } = await fallback.recall({ ...query, limit: query.limit * SPARE }, signal);
    return memories.filter(({ time }) => time === undefined || time >= since).slice(0, query.limit);
  }

  #patiently<T>(found: Promise<T>, signal: AbortSignal): Promise<T> {
    const { clock, patience } = this.#options;
    return withDeadline(clock, patience, signal, () => found);
  }
}
