import { nextTick } from 'node:process';
import type { MemoryTier } from '../memory/memory-tier.js';
import type { RemoteReading, RemoteTier } from './remote-tier.js';

/** Keys in one request. More would make the first wait for the last. */
const MOST = 64;

interface Read<V> {
  readonly key: string;
  readonly reading: Promise<RemoteReading<V>>;
  resolve: (reading: RemoteReading<V>) => void;
  reject: (error: unknown) => void;
  /** False once the key was changed while it was being read: then what comes is too old to be kept. */
  isValid: boolean;
}

/**
 * Reads of the tier behind. Callers who want one key share a read, and reads that are asked for at the same moment share a request, which
 * costs more than a key does. What is found is kept in memory for the rest of its lifetime.
 */
export class Reads<V> {
  readonly #remote: RemoteTier<V>;
  readonly #memory: MemoryTier<V> | undefined;
  readonly #underWay = new Map<string, Read<V>>();
  /** Not sent yet. */
  #batch: Read<V>[] = [];

  constructor(remote: RemoteTier<V>, memory: MemoryTier<V> | undefined) {
    this.#remote = remote;
    this.#memory = memory;
  }

  /** Rejects with a TierUnavailableError. */
  read(key: string): Promise<RemoteReading<V>> {
    const shared = this.#underWay.get(key);
    if (shared !== undefined) return shared.reading;
    const read = newRead<V>(key);
    this.#underWay.set(key, read);
    // After all that is ready to run now, and before anything is sent.
    if (this.#batch.length === 0) nextTick(() => void this.#send());
    if (this.#batch.push(read) === MOST) void this.#send();
    return read.reading;
  }

  /** Who asks from now on gets another read. */
  revoke(key: string): void {
    const read = this.#underWay.get(key);
    if (read === undefined) return;
    read.isValid = false;
    this.#underWay.delete(key);
  }

  revokeAll(): void {
    for (const key of [...this.#underWay.keys()]) this.revoke(key);
  }

  async #send(): Promise<void> {
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    try {
      const readings = await this.#remote.readMany(batch.map(({ key }) => key));
      for (const [index, read] of batch.entries()) {
        const reading = readings[index];
        this.#end(read);
        if (read.isValid) this.#keep(read.key, reading);
        read.resolve(reading);
      }
    } catch (error) {
      for (const read of batch) {
        this.#end(read);
        read.reject(error);
      }
    }
  }

  #keep(key: string, reading: RemoteReading<V>): void {
    if (reading?.kind === 'entry' && reading.fresh > 0) {
      this.#memory?.keep(key, reading.value, reading.bytes, reading);
    }
  }

  #end(read: Read<V>): void {
    if (this.#underWay.get(read.key) === read) this.#underWay.delete(read.key);
  }
}

function newRead<V>(key: string): Read<V> {
  const { promise, resolve, reject } = Promise.withResolvers<RemoteReading<V>>();
  return { key, reading: promise, resolve, reject, isValid: true };
}
