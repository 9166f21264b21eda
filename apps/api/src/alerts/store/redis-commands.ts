import type { RedisCommands } from '@yychat/alerts/redis';
import type { RedisConnection } from '@yychat/cache/redis';

/** Milliseconds that Redis has for one command: less than the lease lasts. */
const DEADLINE = 1_000;

/** The commands of the alerts, over the connection that the service has: to one server, a cluster, or what sentinels name. */
export function redisCommands(redis: RedisConnection): RedisCommands {
  return {
    sendCommand: ([name, ...args]) =>
      redis.run<unknown>(
        (client) => {
          const [first = '', second = '', third = ''] = args;
          switch (name) {
            case 'HGET':
              return client.hGet(first, second);
            case 'LRANGE':
              return client.lRange(first, Number(second), Number(third));
            case 'EVAL': {
              const keys = args.slice(2, 2 + Number(second));
              return client.eval(first, { keys, arguments: args.slice(2 + keys.length) });
            }
            default:
              return Promise.reject(new Error(`Alerts send no "${String(name)}".`));
          }
        },
        { deadline: DEADLINE },
      ),
  };
}
