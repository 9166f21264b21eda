export type { RedisAccess, RedisCommands, RedisListener } from './redis-access.js';
export { RedisEngineState } from './redis-engine-state.js';
export type { RedisEngineStateParts } from './redis-engine-state.js';
