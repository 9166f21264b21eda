import { bentocacheMemory, bentocacheRedis, bentocacheReferences } from './contestants/bentocache.mjs';
import {
  cacheManagerMemory,
  cacheManagerRedis,
  cacheManagerReferences,
} from './contestants/cache-manager.mjs';
import { keyvMemory, keyvRedis, keyvRedisJson, keyvReferences } from './contestants/keyv.mjs';
import { rawRedis } from './contestants/raw.mjs';
import { yychatMemory, yychatRedis } from './contestants/yychat.mjs';

/**
 * @typedef {object} Phase
 * @property {string} name
 * @property {number} bytes of a value
 * @property {number} concurrency
 * @property {number} gets in a slice
 * @property {readonly import('./contestants/contestant.mjs').Contestant[]} contestants
 */

const memory = [
  yychatMemory,
  bentocacheMemory,
  bentocacheReferences,
  cacheManagerMemory,
  cacheManagerReferences,
  keyvMemory,
  keyvReferences,
];
const redis = [yychatRedis, rawRedis, bentocacheRedis, cacheManagerRedis, keyvRedis, keyvRedisJson];

/** @type {readonly Phase[]} */
export const PHASES = [
  { name: 'memory, 1 KB, 1 at a time', bytes: 1_000, concurrency: 1, gets: 4_000, contestants: memory },
  { name: 'memory, 20 KB, 1 at a time', bytes: 20_000, concurrency: 1, gets: 1_000, contestants: memory },
  { name: 'memory, 1 KB, 64 at a time', bytes: 1_000, concurrency: 64, gets: 4_000, contestants: memory },
  { name: 'Redis, 1 KB, 1 at a time', bytes: 1_000, concurrency: 1, gets: 1_000, contestants: redis },
  { name: 'Redis, 1 KB, 64 at a time', bytes: 1_000, concurrency: 64, gets: 3_200, contestants: redis },
  { name: 'Redis, 20 KB, 1 at a time', bytes: 20_000, concurrency: 1, gets: 500, contestants: redis },
  { name: 'Redis, 20 KB, 64 at a time', bytes: 20_000, concurrency: 64, gets: 640, contestants: redis },
];
