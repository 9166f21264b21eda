import type { Lifetime } from './cache.js';
import { CacheOptionError } from './errors.js';

const LONGEST = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * @param name for the message
 * @param least 0 or 1
 * @returns whole milliseconds: Redis refuses fractions, and a client may take that for success
 * @throws CacheOptionError
 */
export function milliseconds(name: string, value: number, least: 0 | 1): number {
  const whole = Math.ceil(value);
  if (whole >= least && whole <= LONGEST) return whole;
  throw new CacheOptionError(`${name} is to be ${least} to ${LONGEST} milliseconds, not ${value}.`);
}

/** Whole milliseconds, jitter applied. */
export interface ChosenLifetime {
  readonly fresh: number;
  readonly stale: number;
}

export interface LifetimeDefaults {
  readonly ttl: number;
  readonly staleFor: number;
  /** 0–1: the share of a lifetime that chance may take off, so that what was stored together does not expire together. */
  readonly jitter: number;
}

/** @throws CacheOptionError */
export function checkLifetimes({ ttl, staleFor, jitter }: LifetimeDefaults): LifetimeDefaults {
  if (!(jitter >= 0 && jitter <= 1)) throw new CacheOptionError(`jitter is to be 0 to 1, not ${jitter}.`);
  return { ttl: milliseconds('ttl', ttl, 1), staleFor: milliseconds('staleFor', staleFor, 0), jitter };
}

/**
 * @param random 0 to less than 1
 * @throws CacheOptionError
 */
export function chooseLifetime(
  { ttl, staleFor }: Lifetime,
  defaults: LifetimeDefaults,
  random: () => number,
): ChosenLifetime {
  const longest = ttl === undefined ? defaults.ttl : milliseconds('ttl', ttl, 1);
  return {
    fresh: Math.max(1, Math.ceil(longest * (1 - defaults.jitter * random()))),
    stale: staleFor === undefined ? defaults.staleFor : milliseconds('staleFor', staleFor, 0),
  };
}
