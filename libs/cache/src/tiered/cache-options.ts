import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import type { MemoryLimits } from '../memory/memory-tier.js';

/** What every cache takes. Times in milliseconds. */
export interface CacheOptions {
  /** Lifetime where a call gives none; default 30 minutes. */
  readonly ttl?: number;
  /** How long an expired value may stand in where a factory fails; default 0. */
  readonly staleFor?: number;
  /** 0–1: the share of a lifetime that chance may take off; default 0.1. */
  readonly jitter?: number;
  /** Bytes of JSON, before compression; larger values are not kept. Default 1 MiB. */
  readonly maxValueBytes?: number;
  /** What memory may hold. */
  readonly memory?: MemoryLimits;
  readonly clock?: Clock;
  /** 0 to less than 1. */
  readonly random?: () => number;
  readonly logger?: Logger;
}

/** What a cache takes that shares a tier with other instances. */
export interface TieredCacheOptions extends Omit<CacheOptions, 'memory'> {
  /** What memory may hold; `false`: nothing, every call asks the tier behind. */
  readonly memory?: MemoryLimits | false;
  /**
   * Milliseconds after which memory asks the tier behind again, in case a message was lost; default 60,000. While that is away, memory
   * goes on to the end of the lifetime.
   */
  readonly checkAfter?: number;
  /** Milliseconds that `getOrSet` waits for another instance which is making the value; default 1,000. 0: it does not wait. */
  readonly waitForOthers?: number;
}
