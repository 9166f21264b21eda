import { SEVERITIES, type AlertEvaluator, type EvaluatorFigures } from '@yychat/alerts';
import { CHANNEL_TYPES, type DeliveryAttempt, type OutboxDispatcher } from '@yychat/alerts/delivery';
import type { Counter, FigureRegistry } from '@yychat/metrics';
import type { AlertFeed } from './feed/alert-feed.js';

interface Measured {
  readonly evaluator: AlertEvaluator;
  readonly dispatcher: OutboxDispatcher;
  readonly feed: AlertFeed;
}

/** Has the figures tell of alerts and their evaluation. Of the cluster only the instance that evaluates tells. */
export function measureAlerts({ evaluator, dispatcher, feed }: Measured, figures: FigureRegistry): void {
  const whileEvaluating = (read: (figures: EvaluatorFigures) => number | null) => () => {
    const known = evaluator.figures();
    return known.role === 'standby' ? null : read(known);
  };
  for (const severity of SEVERITIES) {
    figures.gauge(
      { name: 'alerts_firing', help: 'Alerts that fire, by severity.', labels: { severity } },
      whileEvaluating(() => feed.firing(severity)),
    );
  }
  figures.total(
    { name: 'alert_evaluations', help: 'Times that all rules were looked at.' },
    () => evaluator.figures().ticks,
  );
  figures.total(
    { name: 'alert_evaluation_failures', help: 'Times that rules could not be looked at.' },
    () => evaluator.figures().failures,
  );
  figures.gauge(
    { name: 'alert_evaluation_duration', help: 'How long the last look at the rules took.', unit: 'seconds' },
    whileEvaluating(({ lastAt, lastDuration }) => (lastAt === null ? null : lastDuration / 1_000)),
  );
  for (const type of CHANNEL_TYPES) {
    const waiting = () =>
      [...dispatcher.figures().values()].reduce(
        (sum, each) => sum + (each.type === type ? each.waiting : 0),
        0,
      );
    figures.gauge(
      {
        name: 'alert_messages_waiting',
        help: 'Messages that have not arrived yet, by type of channel.',
        labels: { channel: type },
      },
      whileEvaluating(waiting),
    );
  }
}

/** Counts attempts to deliver messages, by type of channel and result. */
export function deliveryCounter(figures: FigureRegistry): (attempt: DeliveryAttempt) => void {
  const counters = new Map<string, Counter>();
  const latency = figures.timing({
    name: 'alert_delivery',
    help: 'How long an attempt to deliver a message takes.',
  });
  return ({ type, result, duration }) => {
    latency.record(duration / 1_000);
    const key = `${type} ${result}`;
    let counter = counters.get(key);
    if (counter === undefined) {
      counter = figures.counter({
        name: 'alert_deliveries',
        help: 'Attempts to deliver messages, by type of channel and result.',
        labels: { channel: type, result },
      });
      counters.set(key, counter);
    }
    counter.add();
  };
}
