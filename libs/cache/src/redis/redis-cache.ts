import { systemClock } from '../clock.js';
import type { TieredCacheOptions } from '../tiered/cache-options.js';
import { TieredCache } from '../tiered/tiered-cache.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisTier } from './redis-tier.js';
import type { RedisTierOptions } from './redis-tier.js';

export interface RedisCacheOptions extends TieredCacheOptions, RedisTierOptions {}

/**
 * A cache with memory in front and Redis behind; with `memory: false`, with Redis alone. While Redis is away, memory does.
 * @throws CacheOptionError
 */
export function createRedisCache<V>(connection: RedisConnection, options: RedisCacheOptions): TieredCache<V> {
  const { maxValueBytes = 2 ** 20, clock = systemClock } = options;
  return new TieredCache<V>(new RedisTier<V>(connection, options, { maxValueBytes, clock }), options);
}
