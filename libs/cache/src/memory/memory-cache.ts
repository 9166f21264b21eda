import type { CacheOptions } from '../tiered/cache-options.js';
import { TieredCache } from '../tiered/tiered-cache.js';

/** A cache in this process alone, bounded in entries and bytes. */
export class MemoryCache<V> extends TieredCache<V> {
  /** @throws CacheOptionError */
  constructor(options: CacheOptions = {}) {
    super(undefined, options);
  }
}
