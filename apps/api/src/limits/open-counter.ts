import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { ImpatientRedis } from './impatient-redis.js';

/** Seconds. */
const WINDOW = 60;

/**
 * Adds to a count, which begins with a window and ends with it. What is no count, or has no end, was not put there by this service and
 * counts as nothing. KEYS: the key. ARGV: how many, the window in seconds.
 */
const ADD = `
local count, left = redis.pcall('INCRBY', KEYS[1], ARGV[1]), redis.call('PTTL', KEYS[1])
if type(count) == 'table' or left < 0 then
  count, left = tonumber(ARGV[1]), ARGV[2] * 1000
  redis.call('SET', KEYS[1], ARGV[1], 'PX', left)
end
return {count, left}`;

/**
 * Counts by key, in windows of a minute that begin with the first count: those of all instances together in Redis, or where none is used
 * those of this process. While Redis does not do it, this process counts what it sees itself.
 * @param kind what is counted
 */
export function openCounter(kind: string, redis: ImpatientRedis | undefined): RateLimiterAbstract {
  // What is too much is for the caller to say: each key has a limit of its own.
  const options = { keyPrefix: `yychat:limits:${kind}`, points: Number.MAX_SAFE_INTEGER, duration: WINDOW };
  const alone = new RateLimiterMemory(options);
  if (redis === undefined) return alone;
  return new RateLimiterRedis({
    ...options,
    storeClient: clientOver(redis),
    useRedisPackage: true,
    customIncrTtlLuaScript: ADD,
    insuranceLimiter: alone,
  });
}

/** What the limiter asks of a client. */
function clientOver(redis: ImpatientRedis) {
  const look = (key: string) =>
    redis.run(async (client) => {
      const [count, left] = await client.multi().get(key).pTTL(key).exec();
      return [typeof count === 'string' && /^\d+$/.test(count) ? count : null, left];
    });
  return {
    eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
      redis.run((client) => client.eval(script, options)),
    multi: () => ({ get: (key: string) => ({ pTTL: () => ({ exec: () => look(key) }) }) }),
  };
}
