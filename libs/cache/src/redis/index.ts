export { createRedisCache } from './redis-cache.js';
export type { RedisCacheOptions } from './redis-cache.js';
export { connectRedis } from './redis-connection.js';
export type { RedisConnection, RedisParts, RunOptions } from './redis-connection.js';
export {
  RedisOptionError,
  RedisReplyError,
  RedisTimeoutError,
  RedisUnavailableError,
} from './redis-errors.js';
export type { RedisFigures } from './redis-figures.js';
export type { RedisHealth } from './redis-health.js';
export type { RedisAddress, RedisNode, RedisOptions, RedisTimings, RedisTls } from './redis-options.js';
export type { RedisState, StateListener } from './redis-state.js';
export type { RedisTierOptions } from './redis-tier.js';
export { parseRedisUrl } from './redis-url.js';
export type { ChannelListener } from './subscriber.js';
