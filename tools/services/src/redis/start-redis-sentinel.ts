import { startRedis } from './start-redis.js';
import type { RedisServer } from './start-redis.js';

/**
 * Starts a sentinel that watches one server alone, and so fails over at once when that is gone and has a replica.
 * @param name that clients ask for
 */
export function startRedisSentinel(name: string, watched: RedisServer): Promise<RedisServer> {
  const config = [
    `sentinel monitor ${name} 127.0.0.1 ${watched.port} 1`,
    `sentinel down-after-milliseconds ${name} 500`,
    `sentinel failover-timeout ${name} 2000`,
  ];
  return startRedis({ config: `${config.join('\n')}\n`, args: ['--sentinel'] });
}
