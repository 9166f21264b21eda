import { RedisTimeoutError, RedisUnavailableError, type RedisConnection } from '@yychat/cache/redis';
import type { Clock } from '@yychat/engine-core';

/** Milliseconds. A request is to be let in within 100. */
const DEADLINE = 80;
/** Milliseconds between questions whether it answers in time again. */
const PAUSE = 250;

/**
 * Redis, for what a request cannot wait for. Once an answer has not come in time nothing waits any more, until Redis was seen to answer
 * in time when nobody waited.
 */
export class ImpatientRedis {
  readonly #redis: RedisConnection;
  readonly #clock: Clock;
  #isLate = false;
  /** By the monotonic clock. */
  #askAt = 0;

  constructor(redis: RedisConnection, clock: Clock) {
    this.#redis = redis;
    this.#clock = clock;
  }

  /** Rejects as the connection does, within 90 milliseconds. */
  async run<T>(work: Parameters<typeof RedisConnection.prototype.run<T>>[0]): Promise<T> {
    if (this.#isLate) {
      this.#ask();
      throw new RedisUnavailableError('it was late');
    }
    try {
      return await this.#redis.run(work, { deadline: DEADLINE });
    } catch (error) {
      if (error instanceof RedisTimeoutError) {
        this.#isLate = true;
        this.#ask();
      }
      throw error;
    }
  }

  #ask(): void {
    const now = this.#clock.monotonic();
    if (now < this.#askAt) return;
    this.#askAt = now + PAUSE;
    this.#redis
      .run((client) => client.ping(), { deadline: DEADLINE })
      .then(
        () => (this.#isLate = false),
        () => undefined,
      );
  }
}
