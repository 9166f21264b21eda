import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  AlertEvaluator,
  RuleBook,
  SIGNALS,
  SilenceBook,
  soleLease,
  type AlertStore,
  type Lease,
} from '@yychat/alerts';
import { ChannelBook, OutboxDispatcher } from '@yychat/alerts/delivery';
import { RedisAlertStore, RedisLease } from '@yychat/alerts/redis';
import { SqliteAlertStore } from '@yychat/alerts/sqlite';
import type { RedisConnection } from '@yychat/cache/redis';
import type { Clock, EngineManager, Logger } from '@yychat/engine-core';
import type { Metrics } from '@yychat/metrics';
import { Alerts } from '../alerts/alerts.js';
import { EngineHistory } from '../alerts/engines/engine-history.js';
import { engineSwitcher } from '../alerts/engines/engine-switcher.js';
import { Evaluation } from '../alerts/evaluation.js';
import { redisAlertBus } from '../alerts/feed/alert-bus.js';
import { AlertFeed } from '../alerts/feed/alert-feed.js';
import { deliveryCounter, measureAlerts } from '../alerts/measure-alerts.js';
import { MetricsSignalSource } from '../alerts/signals/metrics-signal-source.js';
import { redisCommands } from '../alerts/store/redis-commands.js';
import type { Settings } from '../settings/settings.js';

export interface Alerting {
  readonly alerts: Alerts;
  readonly feed: AlertFeed;
  /** Begins once `start` is called, and ends first of all. */
  readonly evaluation: Evaluation;
  close(): void;
}

interface Around {
  readonly redis: RedisConnection | undefined;
  /** Names this run of this process. */
  readonly instance: string;
  readonly engines: EngineManager;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Alerts: in Redis for all instances, else in the data directory. @throws Error that names the setting */
export async function openAlerts(settings: Settings, around: Around): Promise<Alerting> {
  const { redis, instance, engines, metrics, clock, logger } = around;
  const opened = openStore(settings, around);
  const { store, lease } = opened;
  const timeline = await EngineHistory.follow(engines, logger);
  const source = new MetricsSignalSource({
    queries: metrics.queries,
    clock,
    engines: () => timeline.names(),
  });
  const bus = redis && redisAlertBus(redis);
  const feed = new AlertFeed({ store, bus, instance, clock, logger });
  const { ALERTS_ALLOW_PRIVATE_ADDRESSES: allowPrivate, PUBLIC_URL: url } = settings;
  const outside = {
    clock,
    addresses: { allowPrivate },
    ...(url !== undefined && { dashboardUrl: `${url.replace(/\/+$/, '')}/dashboard/alerts` }),
  };
  const dispatcher = new OutboxDispatcher({
    ...outside,
    logger,
    onAttempt: deliveryCounter(metrics.figures),
  });
  const evaluator = new AlertEvaluator({
    ...{ store, lease, source, clock, logger, dispatcher },
    engines: timeline,
    switcher: engineSwitcher(engines),
  });
  measureAlerts({ evaluator, dispatcher, feed }, metrics.figures);
  const rules = new RuleBook({ store, clock, catalog: SIGNALS });
  const silences = new SilenceBook({ store, clock, newId: randomUUID });
  const channels = new ChannelBook({ store, ...outside });
  return {
    alerts: new Alerts({ store, rules, silences, channels, source, engines: timeline, feed, clock }),
    feed,
    evaluation: new Evaluation({ evaluator, rules, feed, metrics, clock, logger }),
    close() {
      feed.close();
      timeline.close();
      opened.close();
    },
  };
}

function openStore(
  { YYCHAT_DATA_DIR: directory }: Settings,
  { redis, instance, clock }: Around,
): { readonly store: AlertStore; readonly lease: Lease; close(): void } {
  if (redis !== undefined) {
    const client = redisCommands(redis);
    return {
      store: new RedisAlertStore({ client, clock }),
      lease: new RedisLease({ client, clock, id: instance }),
      close: () => undefined,
    };
  }
  try {
    const store = new SqliteAlertStore({ file: join(directory, 'alerts.db') });
    return { store, lease: soleLease, close: () => store.close() };
  } catch (error) {
    throw new Error(`YYCHAT_DATA_DIR: ${(error as Error).message}`, { cause: error });
  }
}
