export { RedisAlertStore } from './redis-alert-store.js';
export type { RedisAlertStoreOptions } from './redis-alert-store.js';
export { RedisLease } from './redis-lease.js';
export type { RedisLeaseOptions } from './redis-lease.js';
export type { RedisCommands, RedisOptions } from './redis-commands.js';
