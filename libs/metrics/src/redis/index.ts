export { RedisMetricsStore } from './redis-metrics-store.js';
export type { RedisMetricsStoreOptions } from './redis-metrics-store.js';
export type { RedisCommands } from './redis-commands.js';
