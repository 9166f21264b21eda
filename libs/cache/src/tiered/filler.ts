import type { Factory } from '../cache.js';
import { TierUnavailableError } from '../errors.js';
import type { CodedValue } from '../json-value.js';
import type { ChosenLifetime } from '../lifetime.js';
import { pause } from '../wait.js';
import { codeOrRefuse } from './cache-parts.js';
import type { CacheParts, RemoteParts } from './cache-parts.js';
import type { Flight, Landed } from './flight.js';
import type { RemoteEntry, RemoteReading } from './remote-tier.js';

/** Milliseconds after which a claim is void: longer than a factory should take, for what it makes after that is not kept. */
const CLAIM = 30_000;
/** Milliseconds that a stale value stands in before its factory is tried again. */
const RETRY_PAUSE = 1_000;
/** Milliseconds between looks at what another instance is making: they double from the first to the second. */
const LOOKS = [8, 64] as const;

/** What was found where a value is to be made. */
interface Start<V> {
  /** It is there already. */
  readonly found?: V;
  /** What the tier behind has now and gives way to the new value; without it, that tier keeps nothing. */
  readonly mark?: string;
  /** The mark is a claim of ours, to be given back. */
  readonly isClaimed?: boolean;
  /** The tier behind is away: memory alone keeps the value. */
  readonly isAlone?: boolean;
  /** May stand in. */
  readonly stale?: V;
}

/** Makes values that are missing: looks behind, claims the key among all instances, calls the factory, keeps what it made. */
export class Filler<V> {
  readonly #parts: CacheParts<V>;

  constructor(parts: CacheParts<V>) {
    this.#parts = parts;
  }

  /** Rejects with what the factory threw. */
  async fill(
    flight: Flight<V>,
    key: string,
    factory: Factory<V>,
    lifetime: ChosenLifetime,
  ): Promise<Landed<V>> {
    const { figures, memory, remote } = this.#parts;
    const generation = memory?.generation;
    const start: Start<V> = remote === undefined ? { isAlone: true } : await this.#start(remote, flight, key);
    if (start.found !== undefined) return { value: start.found, outcome: 'hit' };
    figures.misses++;
    figures.fills++;
    let made: V;
    try {
      made = await factory({ signal: flight.signal });
    } catch (error) {
      figures.fillFailures++;
      await this.#giveBack(key, start);
      const stale = this.#staleInMemory(key) ?? start.stale;
      if (stale === undefined || flight.signal.aborted) throw error;
      figures.stale++;
      return { value: stale, outcome: 'stale' };
    }
    const coded = made === undefined ? undefined : codeOrRefuse(this.#parts, made);
    if (coded === undefined || !(await this.#keepBehind(flight, key, coded, start, lifetime))) {
      await this.#giveBack(key, start);
    } else if (!flight.isRevoked() && memory?.generation === generation) {
      memory?.keep(key, coded.value, coded.bytes, lifetime);
    }
    return { value: coded === undefined ? made : coded.value, outcome: 'miss' };
  }

  async #start(remote: RemoteParts<V>, flight: Flight<V>, key: string): Promise<Start<V>> {
    if (remote.unsettled.has(key)) return this.#alone(key);
    if (remote.tier.isAway()) {
      this.#parts.figures.fallbacks++;
      return this.#alone(key);
    }
    try {
      return await this.#claim(remote, flight, key);
    } catch (error) {
      if (!TierUnavailableError.is(error)) throw error;
      this.#parts.figures.fallbacks++;
      return this.#alone(key);
    }
  }

  async #claim(
    { tier, reads, waitForOthers }: RemoteParts<V>,
    flight: Flight<V>,
    key: string,
  ): Promise<Start<V>> {
    const { clock, figures } = this.#parts;
    const patience = clock.monotonic() + waitForOthers;
    for (let look = 0; ; look++) {
      const reading = await new Promise<RemoteReading<V>>((found, failed) =>
        reads.read(key, { found, failed }),
      );
      if (reading?.kind === 'entry') {
        if (reading.fresh === 0) return this.#stale(flight, key, reading);
        figures.remoteHits++;
        return { found: reading.value };
      }
      const isPatient = clock.monotonic() < patience;
      if (reading === undefined || !isPatient) {
        const mark = await tier.claim(key, reading?.mark, CLAIM);
        if (mark !== undefined) return { mark, isClaimed: true };
        if (!isPatient) return {};
      }
      await pause(clock, this.#untilNextLook(look), flight.signal);
    }
  }

  /** All instances may make it anew: none takes the old value away from the others by a claim. */
  #stale(flight: Flight<V>, key: string, { mark, value, bytes, stale }: RemoteEntry<V>): Start<V> {
    if (!flight.isRevoked()) this.#parts.memory?.keep(key, value, bytes, { fresh: 0, stale });
    return stale > 0 ? { mark, stale: value } : { mark };
  }

  #untilNextLook(look: number): number {
    return Math.min(LOOKS[0] * 2 ** look, LOOKS[1]) * (0.5 + this.#parts.random());
  }

  #alone(key: string): Start<V> {
    const { memory, clock } = this.#parts;
    const now = clock.monotonic();
    const entry = memory?.find(key, now);
    return entry !== undefined && now < entry.freshUntil ? { found: entry.value } : { isAlone: true };
  }

  #staleInMemory(key: string): V | undefined {
    const { memory, clock } = this.#parts;
    const entry = memory?.find(key, clock.monotonic());
    if (entry === undefined) return undefined;
    memory?.standIn(key, entry, RETRY_PAUSE);
    return entry.value;
  }

  /** Whether memory may keep it too: it is kept behind, or the tier behind is away. */
  async #keepBehind(
    flight: Flight<V>,
    key: string,
    { json, bytes }: CodedValue<V>,
    { isAlone, mark }: Start<V>,
    lifetime: ChosenLifetime,
  ): Promise<boolean> {
    const { remote, figures } = this.#parts;
    if (remote === undefined || isAlone === true) return true;
    if (mark === undefined || flight.isRevoked()) return false;
    try {
      // What gives way to it may be gone: then somebody who knows better has changed the key.
      return await remote.tier.replace(key, mark, { json, bytes, ...lifetime });
    } catch (error) {
      if (!TierUnavailableError.is(error)) throw error;
      figures.fallbacks++;
      return true;
    }
  }

  async #giveBack(key: string, { mark, isClaimed }: Start<V>): Promise<void> {
    if (mark === undefined || isClaimed !== true) return;
    try {
      await this.#parts.remote?.tier.release(key, mark);
    } catch (error) {
      // It is void after a while.
      if (!TierUnavailableError.is(error)) throw error;
    }
  }
}
