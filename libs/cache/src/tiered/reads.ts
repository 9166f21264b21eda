import type { MemoryTier } from '../memory/memory-tier.js';
import type { RemoteReading, RemoteTier } from './remote-tier.js';

/** Keys in one request. More would make the first wait for the last. */
const MOST = 64;

/** Who waits for a read. Functions, because a promise for each would cost more than the rest. */
export interface Reader<V> {
  found(reading: RemoteReading<V>): void;
  /** Usually a TierUnavailableError. */
  failed(error: Error): void;
}

interface Read<V> {
  readonly key: string;
  readonly readers: Reader<V>[];
  /** False once the key was changed while it was being read: then what comes is too old to be kept. */
  isValid: boolean;
}

/**
 * Reads of the tier behind. Those who want one key share a read, and reads that are asked for at the same moment share a request, which
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

  read(key: string, reader: Reader<V>): void {
    const shared = this.#underWay.get(key);
    if (shared !== undefined) {
      shared.readers.push(reader);
      return;
    }
    const read = { key, readers: [reader], isValid: true };
    this.#underWay.set(key, read);
    const waiting = this.#batch.push(read);
    // Those who were answered at the same moment ask again before it is sent.
    if (waiting === 1) queueMicrotask(() => this.#send());
    else if (waiting === MOST) this.#send();
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

  #send(): void {
    const batch = this.#batch;
    if (batch.length === 0) return;
    this.#batch = [];
    this.#remote.readMany(batch.map(({ key }) => key)).then(
      (readings) => {
        for (let index = 0; index < batch.length; index++)
          this.#end(batch[index] as Read<V>, readings[index]);
      },
      (error: unknown) => {
        for (const read of batch) {
          this.#forget(read);
          for (const reader of read.readers) reader.failed(error as Error);
        }
      },
    );
  }

  #end(read: Read<V>, reading: RemoteReading<V>): void {
    this.#forget(read);
    if (read.isValid && reading?.kind === 'entry' && reading.fresh > 0) {
      this.#memory?.keep(read.key, reading.value, reading.bytes, reading);
    }
    for (const reader of read.readers) reader.found(reading);
  }

  #forget(read: Read<V>): void {
    if (this.#underWay.get(read.key) === read) this.#underWay.delete(read.key);
  }
}
