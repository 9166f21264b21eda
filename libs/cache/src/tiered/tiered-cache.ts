import type { Cache, Factory, FillOptions, SetOptions, WaitOptions } from '../cache.js';
import { systemClock } from '../clock.js';
import { CacheOptionError, TierUnavailableError } from '../errors.js';
import { noFigures } from '../figures.js';
import type { CacheFigures } from '../figures.js';
import type { CodedValue } from '../json-value.js';
import { checkLifetimes, chooseLifetime, milliseconds } from '../lifetime.js';
import type { ChosenLifetime } from '../lifetime.js';
import { silentLogger } from '../logger.js';
import { MemoryTier } from '../memory/memory-tier.js';
import type { KeptEntry } from '../memory/memory-tier.js';
import { orAbort, reasonOf } from '../wait.js';
import type { TieredCacheOptions } from './cache-options.js';
import { codeOrRefuse } from './cache-parts.js';
import type { CacheParts, RemoteParts } from './cache-parts.js';
import { Filler } from './filler.js';
import { Flights } from './flights.js';
import { Reads } from './reads.js';
import type { RemoteTier } from './remote-tier.js';
import { Turns } from './turns.js';
import { Unsettled } from './unsettled.js';

const HALF_AN_HOUR = 1_800_000;
const NO_OPTIONS: FillOptions = {};

/** Memory in front, and where there is one, a tier behind it that instances share. */
export class TieredCache<V> implements Cache<V> {
  readonly #parts: CacheParts<V>;
  readonly #filler: Filler<V>;
  readonly #flights = new Flights<V>();
  readonly #turns = new Turns();
  readonly #stopListening: () => void;
  /** Whether memory hears of what other instances change. Where it does not, it is only used when the tier behind is away. */
  #inStep: boolean;

  /**
   * @param remote the tier behind
   * @throws CacheOptionError
   */
  constructor(remote: RemoteTier<V> | undefined, options: TieredCacheOptions = {}) {
    const { ttl = HALF_AN_HOUR, staleFor = 0, jitter = 0.1, maxValueBytes = 2 ** 20 } = options;
    if (!(maxValueBytes > 0))
      throw new CacheOptionError(`maxValueBytes is to be above 0, not ${maxValueBytes}.`);
    const { clock = systemClock, random = Math.random, logger = silentLogger } = options;
    const checkAfter =
      remote === undefined ? Infinity : milliseconds('checkAfter', options.checkAfter ?? 60_000, 1);
    const memory =
      options.memory === false ? undefined : new MemoryTier<V>(options.memory ?? {}, checkAfter, clock);
    this.#parts = {
      memory,
      remote: remote && {
        tier: remote,
        reads: new Reads(remote, memory),
        unsettled: new Unsettled(remote, clock, logger),
        waitForOthers: milliseconds('waitForOthers', options.waitForOthers ?? 1_000, 0),
      },
      lifetimes: checkLifetimes({ ttl, staleFor, jitter }),
      maxValueBytes,
      figures: noFigures(),
      clock,
      random,
      logger,
    };
    this.#filler = new Filler(this.#parts);
    this.#inStep = remote === undefined;
    this.#stopListening = remote === undefined ? () => undefined : this.#listen(remote);
  }

  /** Counts since the cache was made. */
  get figures(): Readonly<CacheFigures> {
    return this.#parts.figures;
  }

  get(key: string, { signal }: WaitOptions = NO_OPTIONS): Promise<V | undefined> {
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    const { memory, remote, figures, clock } = this.#parts;
    const now = clock.monotonic();
    const kept = memory?.find(key, now);
    if (kept !== undefined && this.#inStep && now < kept.checkUntil) {
      figures.memoryHits++;
      return Promise.resolve(kept.value);
    }
    if (remote === undefined) return Promise.resolve(this.#found(kept, now));
    if (remote.tier.isAway()) {
      figures.fallbacks++;
      return Promise.resolve(this.#found(kept, now));
    }
    return orAbort(this.#getBehind(remote, key, kept), signal);
  }

  getMany(keys: readonly string[], options?: WaitOptions): Promise<(V | undefined)[]> {
    return Promise.all(keys.map((key) => this.get(key, options)));
  }

  async has(key: string, options?: WaitOptions): Promise<boolean> {
    return (await this.get(key, options)) !== undefined;
  }

  async set(key: string, value: V, options: SetOptions = NO_OPTIONS): Promise<boolean> {
    const { signal } = options;
    signal?.throwIfAborted();
    const { lifetimes, random } = this.#parts;
    const lifetime = chooseLifetime(options, lifetimes, random);
    const coded = codeOrRefuse(this.#parts, value);
    if (coded !== undefined)
      return orAbort(
        this.#turns.take(key, () => this.#put(key, coded, lifetime)),
        signal,
      );
    // The old value is not what the caller wants to be found from now on.
    await this.delete(key, options);
    return false;
  }

  async delete(key: string, { signal }: WaitOptions = NO_OPTIONS): Promise<boolean> {
    signal?.throwIfAborted();
    return orAbort(
      this.#turns.take(key, () => this.#remove(key)),
      signal,
    );
  }

  async clear({ signal }: WaitOptions = NO_OPTIONS): Promise<boolean> {
    signal?.throwIfAborted();
    const { remote } = this.#parts;
    this.#forgetAll();
    if (remote === undefined) return true;
    return orAbort(
      this.#told(remote.tier.clear(), () => remote.unsettled.addAll()),
      signal,
    );
  }

  getOrSet(key: string, factory: Factory<V>, options: FillOptions = NO_OPTIONS): Promise<V> {
    const { signal, onOutcome } = options;
    if (signal?.aborted) return Promise.reject(reasonOf(signal));
    const { memory, figures, clock } = this.#parts;
    const now = clock.monotonic();
    const kept = memory?.find(key, now);
    if (kept !== undefined && now < kept.retryAt) {
      figures.stale++;
      onOutcome?.('stale');
      return Promise.resolve(kept.value);
    }
    if (kept !== undefined && this.#inStep && now < kept.checkUntil) {
      figures.memoryHits++;
      onOutcome?.('hit');
      return Promise.resolve(kept.value);
    }
    return this.#join(key, factory, options);
  }

  /** Stops listening to other instances. Memory is not used any more, except where the tier behind is away. */
  close(): void {
    this.#stopListening();
    this.#inStep = this.#parts.remote === undefined;
  }

  async #join(key: string, factory: Factory<V>, options: FillOptions): Promise<V> {
    const lifetime = chooseLifetime(options, this.#parts.lifetimes, this.#parts.random);
    const flight = this.#flights.board(key, (begun) => this.#filler.fill(begun, key, factory, lifetime));
    const { value, outcome } = await flight.join(options.signal);
    options.onOutcome?.(outcome);
    return value;
  }

  #getBehind(
    { reads, unsettled }: RemoteParts<V>,
    key: string,
    kept: KeptEntry<V> | undefined,
  ): Promise<V | undefined> {
    const { memory, figures, clock } = this.#parts;
    return new Promise((resolve, reject) => {
      if (unsettled.has(key)) return resolve(this.#found(kept, clock.monotonic()));
      reads.read(key, {
        found: (reading) => {
          const isFresh = reading?.kind === 'entry' && reading.fresh > 0;
          figures[isFresh ? 'remoteHits' : 'misses']++;
          if (kept !== undefined && reading?.kind !== 'entry') memory?.drop(key, kept);
          resolve(isFresh ? reading.value : undefined);
        },
        failed: (error) => {
          if (!TierUnavailableError.is(error)) return reject(error);
          figures.fallbacks++;
          resolve(this.#found(kept, clock.monotonic()));
        },
      });
    });
  }

  /** What memory has to do with where nothing else is asked. */
  #found(kept: KeptEntry<V> | undefined, now: number): V | undefined {
    const isFresh = kept !== undefined && now < kept.freshUntil;
    this.#parts.figures[isFresh ? 'memoryHits' : 'misses']++;
    return isFresh ? kept.value : undefined;
  }

  async #put(key: string, { json, bytes, value }: CodedValue<V>, lifetime: ChosenLifetime): Promise<boolean> {
    const { memory, remote } = this.#parts;
    this.#revoke(key);
    const isKept = memory?.keep(key, value, bytes, lifetime) ?? false;
    if (remote === undefined) return isKept;
    // What is written now goes when all that is old is cleared.
    const isToGo = remote.unsettled.hasAll;
    remote.unsettled.hold(key);
    try {
      const isTold = await this.#told(remote.tier.write(key, { json, bytes, ...lifetime }), () =>
        remote.unsettled.add(key),
      );
      if (isTold) remote.unsettled.settled(key);
      return isTold && !isToGo;
    } finally {
      remote.unsettled.release(key);
    }
  }

  async #remove(key: string): Promise<boolean> {
    const { remote } = this.#parts;
    this.#forget(key);
    if (remote === undefined) return true;
    return this.#told(remote.tier.remove([key]), () => remote.unsettled.add(key));
  }

  /** Whether the tier behind did it. */
  async #told(work: Promise<void>, otherwise: () => void): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      if (!TierUnavailableError.is(error)) throw error;
      this.#parts.figures.fallbacks++;
      otherwise();
      return false;
    }
  }

  #listen(remote: RemoteTier<V>): () => void {
    return remote.listen({
      removed: (keys) => {
        for (const key of keys) this.#forget(key);
      },
      cleared: () => this.#forgetAll(),
      inStep: (hears) => {
        this.#inStep = hears;
        if (!hears) return;
        this.#parts.remote?.reads.revokeAll();
        this.#parts.memory?.clear();
      },
      returned: () => void this.#parts.remote?.unsettled.settle(),
    });
  }

  #revoke(key: string): void {
    this.#parts.remote?.reads.revoke(key);
    this.#flights.revoke(key);
  }

  #forget(key: string): void {
    this.#revoke(key);
    this.#parts.memory?.drop(key);
  }

  #forgetAll(): void {
    this.#parts.remote?.reads.revokeAll();
    this.#flights.revokeAll();
    this.#parts.memory?.clear();
  }
}
