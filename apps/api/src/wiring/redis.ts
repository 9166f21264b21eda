import { connectRedis, type RedisConnection } from '@yychat/cache/redis';
import { LocalEngineState, type Clock, type EngineState, type Logger } from '@yychat/engine-core';
import { RedisEngineState } from '@yychat/engine-core/redis';
import { join } from 'node:path';
import type { Settings } from '../settings/settings.js';

/** Milliseconds that a start waits for Redis, before it goes on without. */
const PATIENCE = 1_000;

/** The connection to Redis, where one is to be used; it goes on to connect where there is none yet. */
export async function connectSharedRedis(
  settings: Settings,
  parts: { readonly clock: Clock; readonly logger: Logger },
): Promise<RedisConnection | undefined> {
  if (!settings.USE_REDIS_CACHE) return undefined;
  const {
    REDIS_URL: url,
    REDIS_HOST: host,
    REDIS_PORT: port,
    REDIS_DB: database,
    REDIS_PASSWORD: password,
  } = settings;
  const redis = connectRedis(
    url === undefined ? { host, port, database, ...(password !== undefined && { password }) } : { url },
    parts,
  );
  await new Promise<void>((resolve) => {
    const timer = parts.clock.after(PATIENCE, () => resolve());
    const stop = redis.onChange((state) => {
      if (state !== 'up') return;
      timer.cancel();
      stop();
      resolve();
    });
  });
  return redis;
}

/** Where the selection of the engine is kept: in Redis for all instances, else in the data directory. */
export function openEngineState(
  { YYCHAT_DATA_DIR: directory }: Settings,
  { redis, instance, clock }: { redis: RedisConnection | undefined; instance: string; clock: Clock },
): Promise<EngineState> {
  if (redis === undefined) return LocalEngineState.open({ clock, file: join(directory, 'engine.json') });
  return Promise.resolve(new RedisEngineState({ redis, clock, instance }));
}
