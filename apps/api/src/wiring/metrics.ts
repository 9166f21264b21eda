import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { RedisConnection } from '@yychat/cache/redis';
import type { Clock, Logger } from '@yychat/engine-core';
import { Metrics, SqliteMetricsStore, type MetricsStore } from '@yychat/metrics';
import { PrometheusExporter } from '@yychat/metrics/prometheus';
import { RedisMetricsStore } from '@yychat/metrics/redis';
import { measureRedis } from '../metrics/measure-redis.js';
import { MeasuredCaches } from '../metrics/measured-caches.js';
import { followPricesFile, readPricesFile } from '../metrics/prices-file.js';
import type { Settings } from '../settings/settings.js';

/** Milliseconds that Redis has for a batch or a question. */
const DEADLINE = 1_000;

export interface Measured {
  readonly metrics: Metrics;
  readonly exporter: PrometheusExporter;
  readonly caches: MeasuredCaches;
  close(): Promise<void>;
}

interface Around {
  readonly redis: RedisConnection | undefined;
  /** Names this run of this process. */
  readonly instance: string;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Measures all turns: in Redis for all instances, else in the data directory. @throws Error that names the setting */
export function openMetrics(settings: Settings, around: Around): Measured {
  const { redis, instance, version, clock, logger } = around;
  const { PRICES_FILE: file } = settings;
  const prices = file === undefined ? {} : readPricesFile(file);
  const store = openStore(settings, around);
  const metrics = new Metrics({
    ...{ store, clock, logger, instance },
    limits: limitsOf(settings),
    models: [settings.OPENAI_MODEL],
    prices,
    about: { host: hostname(), version },
  });
  const exporter = new PrometheusExporter({ metrics });
  if (redis !== undefined) measureRedis(redis, metrics.figures);
  const unfollow =
    file === undefined
      ? () => undefined
      : followPricesFile(file, (changed) => metrics.setPrices(changed), logger);
  metrics.start();
  // So that this instance is among those that live from the first question on.
  void metrics.write();
  return {
    metrics,
    exporter,
    caches: new MeasuredCaches(metrics.figures, redis !== undefined),
    async close() {
      unfollow();
      await metrics.close();
      await store.close();
    },
  };
}

function openStore(settings: Settings, { redis, clock }: Around): MetricsStore {
  const limits = limitsOf(settings);
  if (redis !== undefined) {
    const commands = {
      eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
        redis.run((client) => client.eval(script, options), { deadline: DEADLINE }),
    };
    return new RedisMetricsStore({ commands, clock, limits, deadline: DEADLINE });
  }
  try {
    return new SqliteMetricsStore({ file: join(settings.YYCHAT_DATA_DIR, 'metrics.db'), clock, limits });
  } catch (error) {
    throw new Error(`YYCHAT_DATA_DIR: ${(error as Error).message}`, { cause: error });
  }
}

function limitsOf({ METRICS_RETENTION: retention }: Settings) {
  return { retention };
}

/** Another name for each start of a process. */
export function instanceName(): string {
  return `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
}
