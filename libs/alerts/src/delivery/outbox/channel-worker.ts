import type { TimerHandle } from '../../ports/clock.js';
import type { ChannelRecord, DeliveryProblem, OutboxEntry } from '../../ports/dispatcher.js';
import type { HistoryEntry, HistoryType } from '../../ports/history.js';
import type { Ledger } from '../../ports/ledger.js';
import type { Logger } from '../../ports/logger.js';
import type { ChannelConfig, ChannelType } from '../channels/channel-config.js';
import { toDeliveryError } from '../delivery-error.js';
import type { Outside } from '../http/post.js';
import { send } from '../senders/send.js';
import { chooseNext } from './choose-next.js';
import { belongsInto, digestOf, supersedes } from './digest.js';
import { isGivenUp, retryDelay } from './retry-delay.js';
import { allowance, limitsOf, rememberSend } from './send-limit.js';

/** One attempt to bring a message to its receiver. */
export interface DeliveryAttempt {
  readonly type: ChannelType;
  /** `retried`: it failed, and will be tried again. */
  readonly result: 'delivered' | 'retried' | 'failed';
  /** Milliseconds. */
  readonly duration: number;
}

export interface WorkerParts {
  readonly outside: Outside;
  readonly random: () => number;
  readonly logger: Logger;
  readonly onAttempt: (attempt: DeliveryAttempt) => void;
  readonly ledger: Ledger;
}

/** Messages that wait for a channel; beyond that they become one. */
const MOST_WAITING = 200;
/** Milliseconds. */
const LONGEST_PAUSE = 3_600_000;
const NOT_ACTIVE_PAUSE = 500;

/** Brings one channel's messages to their receiver, one at a time. */
export class ChannelWorker {
  readonly #parts: WorkerParts;
  readonly #entries = new Map<string, OutboxEntry>();
  readonly #abort = new AbortController();
  #channel: ChannelConfig;
  #record: ChannelRecord;
  #sending: Promise<void> | undefined;
  #inFlight: string | undefined;
  #timer: TimerHandle | undefined;
  #limited = false;
  #stopped = false;

  constructor(channel: ChannelConfig, record: ChannelRecord, parts: WorkerParts) {
    this.#channel = channel;
    this.#record = record;
    this.#parts = parts;
  }

  get type(): ChannelType {
    return this.#channel.type;
  }

  get record(): ChannelRecord {
    return this.#record;
  }

  get waiting(): number {
    return this.#entries.size;
  }

  /** Incidents whose messages wait for the limit. */
  get limited(): readonly string[] {
    if (!this.#limited) return [];
    return [...this.#entries.values()].flatMap(({ notification }) =>
      notification.alerts.map(({ incidentId }) => incidentId),
    );
  }

  configure(channel: ChannelConfig): void {
    if (channel.version === this.#channel.version) return;
    this.#channel = channel;
    // Perhaps it has just been mended.
    this.#record = { ...this.#record, blockedUntil: 0 };
    this.#pump();
  }

  accept(entry: OutboxEntry): void {
    this.#entries.set(entry.notification.key, entry);
    if (entry.notification.kind === 'resolved') this.#reconcile();
    if (this.#entries.size > MOST_WAITING) this.#merge(this.#idle());
    this.#pump();
  }

  /** Gives up what waits: the channel is gone. */
  drop(reason: string): void {
    for (const entry of this.#idle()) {
      this.#forget(entry.notification.key);
      this.#change({ dropped: this.#record.dropped + 1 });
      this.#say('dropped', entry, { reason });
    }
  }

  /** Ends after the message that is on its way, or `patience` milliseconds. */
  async stop(patience: number): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    const timer = this.#parts.outside.clock.after(patience, () => this.#abort.abort());
    await this.#sending;
    timer.cancel();
  }

  #pump(): void {
    if (this.#stopped || this.#sending !== undefined) return;
    this.#timer?.cancel();
    this.#limited = false;
    if (this.#entries.size === 0) return;
    const { ledger, outside } = this.#parts;
    const now = outside.clock.now();
    if (!ledger.active()) {
      this.#again(NOT_ACTIVE_PAUSE);
      return;
    }
    const blocked = this.#record.blockedUntil - now;
    if (blocked > 0 && blocked <= LONGEST_PAUSE) {
      this.#again(blocked);
      return;
    }
    const { free, nextAt } = allowance(limitsOf(this.#channel), this.#record.sends, now);
    const choice = chooseNext(this.#entries.values(), free, now);
    switch (choice.kind) {
      case 'send':
        this.#begin(choice.entry);
        return;
      case 'digest':
        this.#begin(this.#merge(choice.entries));
        return;
      case 'wait':
        this.#limited = free <= 0;
        this.#again(Math.max(free <= 0 ? nextAt - now : 0, choice.at - now));
    }
  }

  #again(delay: number): void {
    if (!Number.isFinite(delay)) return;
    this.#timer = this.#parts.outside.clock.after(Math.min(LONGEST_PAUSE, Math.max(1, delay)), () =>
      this.#pump(),
    );
  }

  #begin(entry: OutboxEntry): void {
    this.#inFlight = entry.notification.key;
    this.#sending = this.#attempt(entry)
      .catch((error: unknown) => {
        // Only a flush can fail here: another instance has taken over, and has the message as well.
        this.#parts.logger.debug({ err: error, channel: this.#channel.id }, 'a channel stopped sending');
        this.#stopped = true;
      })
      .finally(() => {
        this.#sending = undefined;
        this.#inFlight = undefined;
        this.#pump();
      });
  }

  async #attempt(entry: OutboxEntry): Promise<void> {
    const { outside, ledger } = this.#parts;
    // A digest must be in the store before it is sent: else its parts would be sent again.
    if (entry.notification.kind === 'digest') await ledger.flush();
    const sentAt = outside.clock.now();
    const begun = outside.clock.monotonic();
    this.#change({ sends: rememberSend(limitsOf(this.#channel), this.#record.sends, sentAt) });
    try {
      const { note } = await send(this.#channel, entry.notification, outside, this.#abort.signal);
      this.#delivered(entry, note);
      this.#told('delivered', begun);
    } catch (error) {
      const result = this.#failed(entry, error);
      if (result !== undefined) this.#told(result, begun);
    }
    await ledger.flush();
  }

  #delivered(entry: OutboxEntry, note: string | undefined): void {
    const now = this.#parts.outside.clock.now();
    this.#forget(entry.notification.key);
    this.#change({
      delivered: this.#record.delivered + 1,
      lastDeliveredAt: now,
      blockedUntil: 0,
      lastError: null,
    });
    this.#say('delivered', entry, note === undefined ? {} : { reason: note });
  }

  #told(result: DeliveryAttempt['result'], begun: number): void {
    const { outside, onAttempt } = this.#parts;
    onAttempt({ type: this.#channel.type, result, duration: outside.clock.monotonic() - begun });
  }

  /** What it comes to; nothing when it was stopped from here. */
  #failed(entry: OutboxEntry, error: unknown): 'retried' | 'failed' | undefined {
    const { outside, random, logger } = this.#parts;
    const { code, message, retryable, retryAfter } = toDeliveryError(error);
    if (code === 'stopped') return undefined;
    const now = outside.clock.now();
    const attempts = entry.attempts + 1;
    const problem: DeliveryProblem = { code, message };
    const lastFailure = { lastFailedAt: now, lastError: problem };
    logger.warn({ channel: this.#channel.id, code, attempts, retryable }, 'an alert message did not arrive');
    if (!retryable || isGivenUp(attempts, entry.notification.createdAt, now)) {
      this.#forget(entry.notification.key);
      this.#change({ ...lastFailure, failed: this.#record.failed + 1 });
      this.#say('deliveryFailed', entry, { reason: message, detail: { code, attempts } });
      return 'failed';
    }
    const nextAttemptAt = now + retryDelay(attempts, random, retryAfter);
    this.#keep({ ...entry, attempts, nextAttemptAt, error: problem });
    this.#change({ ...lastFailure, retried: this.#record.retried + 1, blockedUntil: nextAttemptAt });
    if (attempts === 1)
      this.#say('deliveryFailed', entry, { reason: message, detail: { code, attempts, again: true } });
    this.#inFlight = undefined;
    this.#reconcile();
    return 'retried';
  }

  /** Nothing may say that an incident fires after its end was told: what is late goes, or goes with it. */
  #reconcile(): void {
    for (const later of this.#idle()) {
      for (const earlier of this.#idle()) {
        if (supersedes(later, earlier)) {
          this.#forget(earlier.notification.key);
          this.#say('digested', earlier, { reason: 'it was resolved before it could be sent' });
        } else if (belongsInto(later, earlier)) {
          this.#merge([earlier, later]);
          break;
        }
      }
    }
  }

  /** What is not on its way. */
  #idle(): readonly OutboxEntry[] {
    return [...this.#entries.values()].filter(({ notification }) => notification.key !== this.#inFlight);
  }

  #merge(entries: readonly OutboxEntry[]): OutboxEntry {
    const { clock } = this.#parts.outside;
    const [only] = entries;
    if (only !== undefined && entries.length === 1) return only;
    const digest = digestOf(this.#channel.id, entries, clock.now());
    for (const { notification } of entries) this.#forget(notification.key);
    this.#keep(digest);
    this.#change({ digested: this.#record.digested + entries.length });
    this.#say('digested', digest, { detail: { messages: entries.length } });
    return digest;
  }

  #keep(entry: OutboxEntry): void {
    this.#entries.set(entry.notification.key, entry);
    this.#parts.ledger.write({ collection: 'outbox', id: entry.notification.key, value: entry });
  }

  #forget(key: string): void {
    this.#entries.delete(key);
    this.#parts.ledger.write({ collection: 'outbox', id: key });
  }

  #change(change: Partial<ChannelRecord>): void {
    this.#record = { ...this.#record, ...change };
    this.#parts.ledger.write({ collection: 'deliveries', id: this.#record.id, value: this.#record });
  }

  #say(
    type: HistoryType,
    { notification }: OutboxEntry,
    more: Pick<HistoryEntry, 'reason' | 'detail'>,
  ): void {
    const { alerts, kind, key } = notification;
    const only = alerts.length === 1 ? alerts[0] : undefined;
    const { detail, ...rest } = more;
    this.#parts.ledger.append({
      type,
      at: this.#parts.outside.clock.now(),
      channelId: this.#channel.id,
      ...(only !== undefined && { ruleId: only.rule.id, incidentId: only.incidentId }),
      ...rest,
      detail: { kind, key, alerts: alerts.length, ...detail },
    });
  }
}
