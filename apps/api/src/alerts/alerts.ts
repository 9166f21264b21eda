import {
  acknowledge,
  comparePreviews,
  readAlerts,
  SIGNALS,
  type AlertRule,
  type AlertStore,
  type ChannelRecord,
  type EngineTimeline,
  type HistoryQuery,
  type RuleBook,
  type SignalSource,
  type SilenceBook,
} from '@yychat/alerts';
import type { ChannelBook } from '@yychat/alerts/delivery';
import { EngineError, type Clock } from '@yychat/engine-core';
import type {
  AlertAcknowledgement,
  AlertChannelView,
  AlertDeliveries,
  AlertHistory,
  AlertList,
  AlertPreviewComparison,
  AlertSignal,
} from '@yychat/protocol';
import type { AlertFeed } from './feed/alert-feed.js';
import { acknowledged } from './feed/alert-changes.js';

export interface AlertsParts {
  readonly store: AlertStore;
  readonly rules: RuleBook;
  readonly silences: SilenceBook;
  readonly channels: ChannelBook;
  readonly source: SignalSource;
  readonly engines: EngineTimeline;
  readonly feed: AlertFeed;
  readonly clock: Clock;
}

/** Previews that are computed at once; each keeps the process busy for a while. */
const MOST_PREVIEWS = 2;

/** What operators ask of the alerts, and set. Rejects with AlertError. */
export class Alerts {
  readonly rules: RuleBook;
  readonly silences: SilenceBook;
  readonly #parts: AlertsParts;
  #previews = 0;

  constructor(parts: AlertsParts) {
    this.#parts = parts;
    this.rules = parts.rules;
    this.silences = parts.silences;
  }

  async now(): Promise<AlertList> {
    const { store, feed } = this.#parts;
    return { object: 'list', data: await readAlerts(store), counts: feed.counts() };
  }

  /** What rules can watch, by name. */
  signals(): readonly AlertSignal[] {
    return Object.entries(SIGNALS).map(([metric, signal]) => ({ metric, ...signal }));
  }

  async history({ limit, ...query }: HistoryQuery & { readonly limit: number }): Promise<AlertHistory> {
    // One more tells whether there are more.
    const found = await this.#parts.store.history({ ...query, limit: limit + 1 });
    return { object: 'list', data: found.slice(0, limit), has_more: found.length > limit };
  }

  async acknowledge(incidentId: string, input: unknown, actor: string): Promise<AlertAcknowledgement> {
    const { store, clock, feed } = this.#parts;
    const now = clock.now();
    const ack = await acknowledge(store, incidentId, input, actor, now);
    const incident = await store.get('incidents', incidentId);
    if (incident !== undefined && ack.at === now) void feed.tell([acknowledged(incident, now)]);
    return ack;
  }

  /** When a rule would have fired, against the one of its id in force. Rejects with an EngineError (429) when others are at it. */
  async preview(
    { rule, from, to }: { readonly rule: AlertRule; readonly from: number; readonly to: number },
    signal: AbortSignal,
  ): Promise<AlertPreviewComparison> {
    const { store, source, engines } = this.#parts;
    if (this.#previews >= MOST_PREVIEWS) throw tooMany();
    this.#previews++;
    try {
      return await comparePreviews(rule, await store.get('rules', rule.id), {
        ...{ source, engines, from, to, signal },
      });
    } finally {
      this.#previews--;
    }
  }

  async channels(): Promise<readonly AlertChannelView[]> {
    const [known, outbox] = await Promise.all([
      this.#parts.channels.list(),
      this.#parts.store.read('outbox'),
    ]);
    const waiting = new Map<string, number>();
    for (const { notification } of outbox.values()) {
      waiting.set(notification.channelId, (waiting.get(notification.channelId) ?? 0) + 1);
    }
    return known.map(({ channel, record }) => ({
      channel,
      deliveries: record && deliveriesOf(record),
      waiting: waiting.get(channel.id) ?? 0,
    }));
  }

  async replaceChannels(channels: readonly unknown[], actor: string): Promise<readonly AlertChannelView[]> {
    await this.#parts.channels.replaceAll(channels, actor);
    return this.channels();
  }

  testChannel(id: string, actor: string, signal: AbortSignal) {
    return this.#parts.channels.test(id, actor, signal);
  }
}

function deliveriesOf({ id, sends, ...deliveries }: ChannelRecord): AlertDeliveries {
  return deliveries;
}

function tooMany(): EngineError {
  return new EngineError('Other previews are being computed: try again.', {
    status: 429,
    code: 'too_many_previews',
    type: 'rate_limit_error',
    retryAfter: 1,
  });
}
