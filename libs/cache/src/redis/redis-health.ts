/** What a health route shows of Redis. */
export interface RedisHealth {
  readonly name: 'redis';
  readonly status: 'up' | 'degraded' | 'down';
  /** Milliseconds that the check took. */
  readonly latency: number;
  /** Why it is not `up`. Never a secret. */
  readonly reason?: string;
  /** A cache that is away hurts nobody. */
  readonly required: false;
}
