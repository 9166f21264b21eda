import { isIPv6 } from 'node:net';
import { EngineError } from '@yychat/engine-core';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Wrong keys and codes that an address may send in so many seconds. */
const ATTEMPTS = 10;
const WINDOW = 60;

/** Slows down who guesses keys. */
export class LoginAttempts {
  readonly #limiter = new RateLimiterMemory({ keyPrefix: 'login', points: ATTEMPTS, duration: WINDOW });

  /** Counts an attempt. @throws EngineError (429) */
  async count(address: string): Promise<void> {
    try {
      await this.#limiter.consume(networkOf(address));
    } catch (refused) {
      const retryAfter = Math.ceil((refused as RateLimiterRes).msBeforeNext / 1_000);
      throw new EngineError(`Too many attempts to log in. Try again in ${retryAfter} s.`, {
        ...{ status: 429, code: 'too_many_attempts', type: 'rate_limit_error', retryAfter },
      });
    }
  }

  /** Takes back an attempt that went well. */
  async forgive(address: string): Promise<void> {
    await this.#limiter.reward(networkOf(address));
  }
}

/** An IPv6 user has a network of 2^64 addresses: they count as one. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const [before = [], after = []] = groups;
  const missing = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...missing, ...after].slice(0, 4).join(':');
}
