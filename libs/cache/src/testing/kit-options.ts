import type { Cache } from '../cache.js';

/** What a cache under test is made with; what is not given is the kit's to choose. */
export interface CacheSettings {
  /** Milliseconds. */
  readonly ttl?: number;
  /** Milliseconds. */
  readonly staleFor?: number;
  /** 0–1 */
  readonly jitter?: number;
  /** Bytes of JSON. */
  readonly maxValueBytes?: number;
}

export interface CacheUnderTest {
  readonly cache: Cache<unknown>;
  close(): void | Promise<void>;
}

/** Jest's, Vitest's or node:test's own functions will do. */
export interface KitOptions {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  /** Of the cache, for the outermost `describe`. */
  readonly name: string;
  /** An empty cache whose namespace nobody else uses. What it rests on is well. */
  readonly create: (settings: CacheSettings) => Promise<CacheUnderTest>;
}
