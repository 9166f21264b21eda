import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';
import { CacheOptionError } from '../errors.js';
import type { ChosenLifetime } from '../lifetime.js';

export interface MemoryLimits {
  /** Default 10,000. */
  readonly maxEntries?: number;
  /** Bytes of JSON, keys included; default 64 MiB. As objects they take two to three times as much. */
  readonly maxBytes?: number;
}

/** A value in memory. Times are those of a monotonic clock, in milliseconds. */
export interface KeptEntry<V> {
  readonly value: V;
  /** From then on the tier behind is to be asked, where it can be. */
  readonly checkUntil: number;
  readonly freshUntil: number;
  /** Until then it may stand in for a factory that fails. */
  readonly usableUntil: number;
  /** Not before then is a factory that failed called again. */
  readonly retryAt: number;
}

/** The least recently used entries go first. */
export class MemoryTier<V> {
  readonly #entries: LRUCache<string, KeptEntry<V>>;
  readonly #clock: Clock;
  readonly #checkAfter: number;
  /** Times that it was cleared. */
  #clearings = 0;

  /**
   * @param checkAfter milliseconds after which the tier behind is asked again
   * @throws CacheOptionError
   */
  constructor(
    { maxEntries = 10_000, maxBytes = 64 * 2 ** 20 }: MemoryLimits,
    checkAfter: number,
    clock: Clock,
  ) {
    for (const [name, limit] of Object.entries({ maxEntries, maxBytes })) {
      if (!(Number.isSafeInteger(limit) && limit > 0)) {
        throw new CacheOptionError(`${name} is to be a whole number from 1, not ${limit}.`);
      }
    }
    this.#entries = new LRUCache({ max: maxEntries, maxSize: maxBytes });
    this.#checkAfter = checkAfter;
    this.#clock = clock;
  }

  /** The entry while it may be used at all, fresh or stale. */
  find(key: string, now: number): KeptEntry<V> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || now < entry.usableUntil) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  /** False: it is larger than all that is allowed; then the entry that was there is gone too. */
  keep(key: string, value: V, bytes: number, { fresh, stale }: ChosenLifetime): boolean {
    const now = this.#clock.monotonic();
    const freshUntil = now + fresh;
    const checkUntil = Math.min(freshUntil, now + this.#checkAfter);
    const entry = { value, checkUntil, freshUntil, usableUntil: freshUntil + stale, retryAt: 0 };
    this.#entries.set(key, entry, { size: bytes + key.length });
    return this.#entries.has(key);
  }

  /** Lets a stale entry stand in for some milliseconds without another call of its factory. */
  standIn(key: string, entry: KeptEntry<V>, pause: number): void {
    const size = this.#entries.info(key)?.size;
    if (size === undefined) return;
    this.#entries.set(key, { ...entry, retryAt: this.#clock.monotonic() + pause }, { size });
  }

  /** @param entry given: only where it is still there */
  drop(key: string, entry?: KeptEntry<V>): void {
    if (entry === undefined || this.#entries.peek(key) === entry) this.#entries.delete(key);
  }

  clear(): void {
    this.#clearings++;
    this.#entries.clear();
  }

  /** Another one after it was cleared: then what was on its way here before is too old. */
  get generation(): number {
    return this.#clearings;
  }

  get entries(): number {
    return this.#entries.size;
  }

  /** Bytes of JSON. */
  get bytes(): number {
    return this.#entries.calculatedSize;
  }
}
