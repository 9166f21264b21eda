import type { Clock } from '../clock.js';
import type { CacheFigures } from '../figures.js';
import { codeValue } from '../json-value.js';
import type { CodedValue } from '../json-value.js';
import type { LifetimeDefaults } from '../lifetime.js';
import type { Logger } from '../logger.js';
import type { MemoryTier } from '../memory/memory-tier.js';
import type { Reads } from './reads.js';
import type { RemoteTier } from './remote-tier.js';
import type { Unsettled } from './unsettled.js';

/** The tier behind, and what belongs to it. */
export interface RemoteParts<V> {
  readonly tier: RemoteTier<V>;
  readonly reads: Reads<V>;
  readonly unsettled: Unsettled;
  /** Milliseconds that `getOrSet` waits for another instance. */
  readonly waitForOthers: number;
}

/** What a cache is made of. */
export interface CacheParts<V> {
  readonly memory: MemoryTier<V> | undefined;
  readonly remote: RemoteParts<V> | undefined;
  readonly lifetimes: LifetimeDefaults;
  readonly maxValueBytes: number;
  readonly figures: CacheFigures;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/** `undefined`: it cannot be kept. Counted, and said once. */
export function codeOrRefuse<V>(parts: CacheParts<V>, value: V): CodedValue<V> | undefined {
  const coded = codeValue(value, parts.maxValueBytes);
  if (coded === undefined && parts.figures.refused++ === 0) {
    parts.logger.warn(
      { maxValueBytes: parts.maxValueBytes },
      'a value is too large for the cache, or is not JSON',
    );
  }
  return coded;
}
