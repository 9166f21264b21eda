import { hash, timingSafeEqual } from 'node:crypto';
import type { Principal } from './principal.js';

interface Entry {
  readonly digest: Buffer;
  readonly principal: Principal;
}

/** SHA-256 of a key in hex, as the keys file has it. */
export function hashKey(key: string): string {
  return hash('sha256', key);
}

const NOBODY = Buffer.alloc(32);

/** All keys that open the service. Holds hashes only. */
export class KeyRing {
  readonly #fixed: readonly Entry[];
  readonly #listeners = new Set<() => void>();
  #entries: ReadonlyMap<string, Entry>;

  /** @param fixed keys that no file can take away, by hash */
  constructor(fixed: ReadonlyMap<string, Principal>) {
    this.#fixed = [...fixed].map(([hash, principal]) => toEntry(hash, principal));
    this.#entries = index(this.#fixed);
  }

  /** Puts these keys in the place of all but the fixed ones. */
  replace(keys: ReadonlyMap<string, Principal>): void {
    this.#entries = index([
      ...[...keys].map(([hash, principal]) => toEntry(hash, principal)),
      ...this.#fixed,
    ]);
    for (const listener of this.#listeners) listener();
  }

  /** Calls back when keys have come, gone or changed. Returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whose key it is. Takes the same time for a wrong key as for a right one. */
  find(key: string): Principal | undefined {
    return this.findByHash(hashKey(key));
  }

  /** Whose key it is, by the key's SHA-256 in hex. */
  findByHash(hex: string): Principal | undefined {
    const entry = this.#entries.get(hex);
    return timingSafeEqual(Buffer.from(hex, 'hex'), entry?.digest ?? NOBODY) ? entry?.principal : undefined;
  }
}

function toEntry(hash: string, principal: Principal): Entry {
  return { digest: Buffer.from(hash, 'hex'), principal };
}

function index(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.digest.toString('hex'), entry]));
}
