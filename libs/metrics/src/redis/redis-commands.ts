/** What the store needs of a Redis client. `@redis/client` has it, and so has what wraps it with a deadline or a breaker. */
export interface RedisCommands {
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>;
}
