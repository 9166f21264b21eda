import type { RedisConnection } from '@yychat/cache/redis';

export interface AlertBusListener {
  message(text: string): void;
  /** From now on every message comes; those before may have been missed. */
  live(): void;
}

/** How instances tell each other of their alerts. */
export interface AlertBus {
  /** Rejects where it cannot be told now. */
  publish(text: string): Promise<unknown>;
  /** Of all instances, this one included. @returns what ends it */
  subscribe(listener: AlertBusListener): () => void;
}

const CHANNEL = '{yychat:alerts}:changes';

/** Over Redis' messages. */
export function redisAlertBus(redis: RedisConnection): AlertBus {
  return {
    publish: (text) => redis.run((client) => client.publish(CHANNEL, text)),
    subscribe: (listener) =>
      redis.subscribe(CHANNEL, {
        message: (text) => listener.message(text),
        live: (isLive) => {
          if (isLive) listener.live();
        },
      }),
  };
}
