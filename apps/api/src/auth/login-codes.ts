import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '@yychat/engine-core';

/** Milliseconds in which a code can be used. */
const LIFETIME = 15 * 60_000;

/** Codes of login links: each opens one session, once. Kept as hashes, by the instance that made them. */
export class LoginCodes {
  readonly #codes = new Map<string, { readonly keyHash: string; readonly expires: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param keyHash of the key that the session will stand for */
  make(keyHash: string): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(hash('sha256', code), { keyHash, expires: this.#clock.now() + LIFETIME });
    return code;
  }

  /** The hash of the key that the code stands for; undefined where it never did, or no longer does. */
  redeem(code: string): string | undefined {
    const hashed = hash('sha256', code);
    const known = this.#codes.get(hashed);
    this.#codes.delete(hashed);
    return known !== undefined && known.expires > this.#clock.now() ? known.keyHash : undefined;
  }
}
