import type { MemoryOutcome } from '../events.js';
import type { Clock } from '../ports/clock.js';
import type { ConversationMemory, Memory, RecallQuery } from '../ports/conversation-memory.js';
import type { Logger } from '../ports/logger.js';

export interface Recalled {
  readonly outcome: MemoryOutcome;
  readonly memories: readonly Memory[];
  readonly cacheHit?: boolean | undefined;
}

export const notRecalled: Recalled = { outcome: 'off', memories: [] };

/**
 * Asks memory, for at most `timeout` milliseconds. Never throws: without an answer in time, or with an error, the
 * turn goes on without memory and the outcome says so. A memory that ignores its signal holds nothing up.
 */
export async function recall(
  memory: ConversationMemory,
  query: RecallQuery,
  options: {
    readonly timeout: number;
    readonly signal: AbortSignal;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Promise<Recalled> {
  const { timeout, signal, clock, logger } = options;
  const stop = new AbortController();
  let giveUp: (outcome: Recalled) => void = () => undefined;
  const late = new Promise<Recalled>((resolve) => (giveUp = resolve));
  const onAbort = () => giveUp({ outcome: 'error', memories: [] });
  const timer = clock.after(timeout, () => giveUp({ outcome: 'timeout', memories: [] }));
  signal.addEventListener('abort', onAbort, { once: true });
  const asked = Promise.resolve()
    .then(() => memory.recall(query, stop.signal))
    .then(({ memories, cacheHit }): Recalled => ({
      outcome: memories.length > 0 ? 'hit' : 'miss',
      memories,
      cacheHit,
    }))
    .catch((error: unknown): Recalled => {
      if (!stop.signal.aborted) logger.warn({ err: error }, 'memory recall failed');
      return { outcome: 'error', memories: [] };
    });
  try {
    return await Promise.race([asked, late]);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', onAbort);
    stop.abort();
  }
}
