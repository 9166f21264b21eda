import { createHash } from 'node:crypto';
import type { Cache } from '@yychat/cache';
import type { Clock, ConversationMemory, RecallQuery, RecallResult } from '@yychat/engine-core';

/** Milliseconds; what "yesterday" means changes with it. */
const DAY = 86_400_000;

/**
 * A memory whose retrievals are cached. A key has the version of what may be recalled in it: a write to a conversation is followed by
 * other keys, on every instance, and what was cached before is never asked for again.
 */
export class CachedMemory implements ConversationMemory {
  /** @param of whose memory it is: two engines recall differently */
  constructor(
    private readonly memory: ConversationMemory,
    private readonly cache: Cache<RecallResult>,
    private readonly of: { readonly engine: string; readonly clock: Clock },
  ) {}

  async recall(query: RecallQuery, signal: AbortSignal): Promise<RecallResult> {
    const version = await this.memory.version?.(query, signal);
    if (version === undefined) return this.memory.recall(query, signal);
    const { engine, clock } = this.of;
    const key = keyOf([engine, version, Math.floor(clock.now() / DAY)], query);
    let cacheHit = true;
    const options = {
      signal,
      onOutcome: (outcome: string) => {
        cacheHit = outcome === 'hit';
      },
    };
    const result = await this.cache.getOrSet(
      key,
      (context) => this.memory.recall(query, context.signal),
      options,
    );
    return { ...result, cacheHit };
  }

  /**
   * Forgets all retrievals, on every instance: what was deleted may be among any of them. False where the tier that is shared could
   * not be told yet, and will be.
   */
  clear(): Promise<boolean> {
    return this.cache.clear();
  }

  info(): Readonly<Record<string, unknown>> {
    return this.memory.info();
  }

  healthCheck(signal: AbortSignal): ReturnType<ConversationMemory['healthCheck']> {
    return this.memory.healthCheck(signal);
  }
}

/** Of fixed length, without a word of what was said. Questions that differ in white space alone are one. */
function keyOf(
  of: readonly unknown[],
  { tenant, conversationId, user, text, limit, present }: RecallQuery,
): string {
  const hash = createHash('sha256');
  const question = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  hash.update(JSON.stringify([...of, tenant, conversationId, user ?? null, limit, question]));
  for (const part of present) hash.update('\0').update(part);
  return hash.digest('base64url');
}
