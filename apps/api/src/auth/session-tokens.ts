import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@yychat/engine-core';

/** Milliseconds. */
export const SESSION_LIFETIME = 12 * 3_600_000;

/** What a session stands for. */
export interface SessionClaim {
  /** SHA-256 of the key that opened it, in hex. */
  readonly keyHash: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/**
 * Sessions as text that the browser keeps: when it ends, whose key opened it (its hash), and an HMAC-SHA256 over both. The secret comes
 * from the admin key, so every instance that has this key reads the sessions of the others, and none keeps a list.
 */
export class SessionTokens {
  readonly #secret: Buffer;
  readonly #clock: Clock;

  constructor(adminKey: string, clock: Clock) {
    this.#secret = Buffer.from(hkdfSync('sha256', adminKey, '', 'yychat session 1', 32));
    this.#clock = clock;
  }

  issue(keyHash: string): string {
    const claim = `${this.#clock.now() + SESSION_LIFETIME}.${keyHash}`;
    return `${claim}.${this.#sign(claim).toString('base64url')}`;
  }

  /** Undefined for what was not issued with this secret, or is over. */
  read(token: string): SessionClaim | undefined {
    const [, claim, expires, keyHash, signature] =
      /^((\d{1,16})\.([0-9a-f]{64}))\.([\w-]{43})$/.exec(token) ?? [];
    if (claim === undefined || keyHash === undefined || signature === undefined) return undefined;
    if (!timingSafeEqual(Buffer.from(signature, 'base64url'), this.#sign(claim))) return undefined;
    return Number(expires) > this.#clock.now() ? { keyHash, expires: Number(expires) } : undefined;
  }

  isHalfOver({ expires }: SessionClaim): boolean {
    return expires - this.#clock.now() < SESSION_LIFETIME / 2;
  }

  #sign(claim: string): Buffer {
    return createHmac('sha256', this.#secret).update(claim).digest();
  }
}
