/** How long a call may wait. */
export interface WaitOptions {
  /** Rejects the call with the signal's reason. What it has set going, e.g. a write, goes on. */
  readonly signal?: AbortSignal;
}

/** How long an entry lives. Milliseconds, 1 to ten years; fractions are rounded up. */
export interface Lifetime {
  /** At most this long; the cache's jitter shortens it. */
  readonly ttl?: number;
  /** For so long after that, the value may still stand in where {@link Cache.getOrSet}'s factory fails. 0: it may not. */
  readonly staleFor?: number;
}

export interface SetOptions extends WaitOptions, Lifetime {}

/**
 * - `hit`: the value was there, in whichever tier.
 * - `miss`: a factory made it, be it another caller's.
 * - `stale`: the factory failed, and the old value stands in.
 */
export type Outcome = 'hit' | 'miss' | 'stale';

export interface FillOptions extends SetOptions {
  /** Told before the value is handed out. Not told of a call that rejects. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Makes a value that is missing. The signal aborts when nobody waits for it any more. `undefined` is handed out and not kept. */
export type Factory<V> = (context: { readonly signal: AbortSignal }) => V | Promise<V>;

/**
 * A cache of one kind of value: its namespace is its own. What is away, broken, full or slow behind it is a miss or `false`, never an
 * error; methods reject for a `signal`, for an option that makes no sense ({@link CacheOptionError}), and {@link getOrSet} with what its
 * factory threw.
 *
 * Values are what JSON carries, and come back as JSON carries them: a `Date` as text, `undefined` members left out. All who ask for a key
 * may get the same object: never change one. Types that are readonly all the way down help.
 */
export interface Cache<V> {
  /** `undefined`: not there. */
  get(key: string, options?: WaitOptions): Promise<V | undefined>;
  /** In the order of the keys. */
  getMany(keys: readonly string[], options?: WaitOptions): Promise<(V | undefined)[]>;
  has(key: string, options?: WaitOptions): Promise<boolean>;
  /**
   * `true`: stored where every instance that shares the cache sees it. `false`: not so, because the value is too large, is not JSON, or
   * the tier that is shared did not take it; then this instance may have it in memory, and no instance keeps an older one for long.
   */
  set(key: string, value: V, options?: SetOptions): Promise<boolean>;
  /** `true`: gone everywhere. `false`: the tier that is shared could not be told, and will be once it is back. */
  delete(key: string, options?: WaitOptions): Promise<boolean>;
  /** Deletes everything in the namespace. As {@link delete} otherwise. */
  clear(options?: WaitOptions): Promise<boolean>;
  /**
   * The value, made by the factory where it is missing. Callers who ask for one key at the same time share one call of one factory (the
   * first caller's, with the first caller's lifetime), and all get its value or its error.
   */
  getOrSet(key: string, factory: Factory<V>, options?: FillOptions): Promise<V>;
}
