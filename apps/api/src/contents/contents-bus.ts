import type { RedisConnection } from '@yychat/cache/redis';

/** How instances ask each other for the contents of a turn. Nothing of them is stored on the way. */
export interface ContentsBus {
  /** Rejects where it cannot be told now. */
  publish(channel: string, text: string): Promise<unknown>;
  /** Of all instances, this one included. @returns what ends it */
  subscribe(channel: string, hear: (text: string) => void): () => void;
}

const PREFIX = '{yychat:contents}:';

/** Over Redis' messages. */
export function redisContentsBus(redis: RedisConnection): ContentsBus {
  return {
    publish: (channel, text) => redis.run((client) => client.publish(PREFIX + channel, text)),
    subscribe: (channel, hear) => redis.subscribe(PREFIX + channel, { message: hear, live: () => undefined }),
  };
}
