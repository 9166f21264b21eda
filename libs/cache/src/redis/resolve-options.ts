import type { DriverOptions } from './driver.js';
import { RedisOptionError } from './redis-errors.js';
import type { RedisOptions, RedisTimings } from './redis-options.js';
import { parseRedisUrl } from './redis-url.js';

const TIMINGS: RedisTimings = {
  commandTimeout: 100,
  connectTimeout: 1_000,
  silence: 1_500,
  failures: 5,
  probeEvery: 250,
  queue: 2_000,
};

/** @throws RedisOptionError */
export function resolveOptions({ url, ...options }: RedisOptions): DriverOptions {
  const resolved: DriverOptions = {
    name: 'yychat',
    ...TIMINGS,
    ...options,
    ...(url === undefined ? {} : parseRedisUrl(url)),
    ...trustedBy(url, options),
  };
  for (const [name, value] of Object.entries(resolved)) {
    if (name in TIMINGS && !(Number.isSafeInteger(value) && Number(value) > 0)) {
      throw new RedisOptionError(`${name} is to be a whole number from 1, not ${String(value)}.`);
    }
  }
  if (resolved.cluster !== undefined && (resolved.database ?? 0) !== 0) {
    throw new RedisOptionError('A cluster of Redis has one database, number 0.');
  }
  return resolved;
}

/** A URL says that TLS is used, and options may say with which certificates. */
function trustedBy(url: string | undefined, { tls }: RedisOptions): Pick<RedisOptions, 'tls'> {
  return url?.startsWith('rediss') === true && typeof tls === 'object' ? { tls } : {};
}
