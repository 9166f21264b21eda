export type { Cache, Factory, FillOptions, Lifetime, Outcome, SetOptions, WaitOptions } from './cache.js';
export { systemClock } from './clock.js';
export type { Clock, TimerHandle } from './clock.js';
export { CacheError, CacheOptionError, TierUnavailableError } from './errors.js';
export type { CacheFigures } from './figures.js';
export type { ChosenLifetime } from './lifetime.js';
export { silentLogger } from './logger.js';
export type { Logger } from './logger.js';
export { MemoryCache } from './memory/memory-cache.js';
export type { MemoryLimits } from './memory/memory-tier.js';
export type { CacheOptions, TieredCacheOptions } from './tiered/cache-options.js';
export type {
  NewEntry,
  RemoteClaim,
  RemoteEntry,
  RemoteListener,
  RemoteReading,
  RemoteTier,
} from './tiered/remote-tier.js';
export { TieredCache } from './tiered/tiered-cache.js';
