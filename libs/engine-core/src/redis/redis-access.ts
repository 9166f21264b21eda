/** The commands of a Redis client that are used here, as `@redis/client` has them. */
export interface RedisCommands {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

export interface RedisListener {
  message(text: string): void;
  /** `true`: from now on every message comes. `false`: messages may be missed. */
  live(isLive: boolean): void;
}

/** What is wanted of a connection to Redis: `RedisConnection` of `@yychat/cache` has it. */
export interface RedisAccess {
  /**
   * Does work within a deadline, in milliseconds; rejects soon where Redis is away.
   * @param options `insists`: it is sent wherever there is a connection, also after other commands had no answer in time
   */
  run<T>(
    work: (client: RedisCommands) => Promise<T>,
    options: { readonly deadline: number; readonly insists: boolean },
  ): Promise<T>;
  /** @returns what ends it */
  subscribe(channel: string, listener: RedisListener): () => void;
}
