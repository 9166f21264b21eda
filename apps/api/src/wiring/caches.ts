import { MemoryCache, type Cache } from '@yychat/cache';
import { createRedisCache, type RedisConnection } from '@yychat/cache/redis';
import type { Clock, Logger } from '@yychat/engine-core';
import type { MeasuredCaches } from '../metrics/measured-caches.js';
import type { Settings } from '../settings/settings.js';

/** What each cache may hold in this process. */
const MEMORY = { maxEntries: 5_000, maxBytes: 16 * 1_048_576 };

export type OpenCache = <V>(namespace: string) => Cache<V>;

/** Opens caches by name: shared through Redis where it is used, else of this process. */
export function cachesOf(
  { REDIS_TTL: ttl }: Settings,
  redis: RedisConnection | undefined,
  {
    measured,
    ...around
  }: { readonly measured: MeasuredCaches; readonly clock: Clock; readonly logger: Logger },
): OpenCache {
  const options = { ttl, memory: MEMORY, ...around };
  return <V>(namespace: string) => {
    const cache =
      redis === undefined
        ? new MemoryCache<V>(options)
        : createRedisCache<V>(redis, { ...options, namespace });
    measured.add(namespace, cache);
    return cache;
  };
}
