import type { RedisConnection } from '@yychat/cache/redis';
import type { FigureRegistry } from '@yychat/metrics';

/** Has the figures tell how Redis does. */
export function measureRedis(redis: RedisConnection, figures: FigureRegistry): void {
  figures.gauge({ name: 'redis_up', help: '1 while Redis answers, else 0.' }, () =>
    redis.state === 'up' ? 1 : 0,
  );
  const latency = figures.timing({ name: 'redis_latency', help: 'How long Redis takes to answer.' });
  redis.onAnswer = (took) => latency.record(took / 1_000);
  const counted = (name: string, help: string, read: () => number) => figures.total({ name, help }, read);
  counted('redis_commands', 'Calls that were sent to Redis.', () => redis.figures.commands);
  counted('redis_errors', 'Calls that failed, timeouts included.', () => redis.figures.errors);
  counted('redis_timeouts', 'Calls that Redis did not answer in time.', () => redis.figures.timeouts);
  counted('redis_fallbacks', 'Times that work went on without Redis.', () => redis.figures.fallbacks);
  counted(
    'redis_breaker_openings',
    'Times that commands stopped being sent.',
    () => redis.figures.breakerOpens,
  );
}
