import type { IncidentRecord } from '../overlay/incident-record.js';
import { groupNotices } from '../overlay/notification.js';
import type { AlertStore } from '../ports/alert-store.js';
import type { Dispatcher, OutboxEntry } from '../ports/dispatcher.js';
import type { EngineTimeline } from '../ports/engine-timeline.js';
import type { Logger } from '../ports/logger.js';
import { AlertError } from '../errors.js';
import type { SwitchActions } from '../action/switch-actions.js';
import type { AlertEvent } from '../step/alert-event.js';
import type { AlertRecord } from '../step/alert-record.js';
import { isHistory, toHistory } from './event-history.js';
import { followOutcomes, forgetLateAcks, planNotices } from './incidents.js';
import { isWorthKeeping } from './keeping.js';
import type { EvaluatorMemory } from './memory.js';
import { evaluateRound, type Outcome } from './rounds.js';
import type { SampleReader } from './sample-reader.js';
import { channelsOf, readSettings } from './settings.js';
import type { StoreLedger } from './store-ledger.js';

/** Something that happened to an alert, for those who watch. */
export interface AlertUpdate {
  readonly event: AlertEvent;
  /** Undefined before there is one. */
  readonly incident: IncidentRecord | undefined;
}

export interface SessionParts {
  readonly store: AlertStore;
  readonly engines: EngineTimeline;
  readonly reader: SampleReader;
  readonly logger: Logger;
  readonly ledger: StoreLedger;
  readonly dispatcher: Dispatcher | undefined;
  readonly actions: SwitchActions | undefined;
}

/** Milliseconds between two notes of when the rules were last evaluated. */
const HEARTBEAT = 5_000;

/** The evaluation of the rules for as long as one instance has the right to it. */
export class EvaluationSession {
  readonly #parts: SessionParts;
  readonly #memory: EvaluatorMemory;
  /** Records as the store has them. */
  readonly #kept: Map<string, AlertRecord>;
  #beat = Number.NEGATIVE_INFINITY;

  constructor(parts: SessionParts, memory: EvaluatorMemory) {
    this.#parts = parts;
    this.#memory = memory;
    this.#kept = new Map(memory.records);
    parts.dispatcher?.configure(memory.settings.channels);
    parts.dispatcher?.start(memory.delivery, parts.ledger);
  }

  get memory(): EvaluatorMemory {
    return this.#memory;
  }

  get ledger(): StoreLedger {
    return this.#parts.ledger;
  }

  /**
   * Evaluates what is due, keeps the result, and only then tells of it.
   * @throws StaleFenceError when another instance has taken over
   */
  async tick(now: number): Promise<readonly AlertUpdate[]> {
    const { engines, reader, ledger, dispatcher, actions } = this.#parts;
    await this.#readSettings();
    const outcomes = await evaluateRound(this.#memory, engines, reader, now);
    for (const outcome of outcomes) this.#keepRecord(outcome);
    followOutcomes(this.#memory, outcomes, ledger);
    forgetLateAcks(this.#memory, ledger, now);
    const updates = this.#updates(outcomes);
    const entries = this.#planMessages(now);
    this.#heartbeat(now);
    await ledger.flush();
    dispatcher?.accept(entries);
    actions?.consider(this.#memory, ledger, now);
    return updates;
  }

  /** Writes everything again, before anything is read: the store has lost what it had. @throws StaleFenceError */
  async restore(): Promise<void> {
    const { ledger, store } = this.#parts;
    const { settings, records, incidents, actions } = this.#memory;
    for (const [id, value] of settings.rules) ledger.write({ collection: 'rules', id, value });
    for (const [id, value] of settings.channels) ledger.write({ collection: 'channels', id, value });
    for (const [id, value] of settings.acks) ledger.write({ collection: 'acks', id, value });
    for (const value of settings.silences) ledger.write({ collection: 'silences', id: value.id, value });
    for (const [id, value] of records) ledger.write({ collection: 'records', id, value });
    for (const [id, value] of incidents) ledger.write({ collection: 'incidents', id, value });
    for (const [id, value] of actions) ledger.write({ collection: 'actions', id, value });
    await ledger.flush();
    // It counts anew.
    this.#memory.settings = { ...settings, revision: await store.revision() };
  }

  /** Before another one goes on from what the store has. */
  async restoreIfLost(): Promise<void> {
    const { store, logger } = this.#parts;
    try {
      if ((await store.revision()) < this.#memory.settings.revision) await this.restore();
    } catch (error) {
      logger.warn({ err: error }, 'what the store of alerts may have lost could not be written again');
    }
  }

  async end(): Promise<void> {
    await this.#parts.dispatcher?.stop();
    await this.#parts.actions?.settle();
  }

  async #readSettings(): Promise<void> {
    const { store, dispatcher, ledger, logger } = this.#parts;
    if (!ledger.reachable) return;
    const known = this.#memory.settings;
    try {
      const revision = await store.revision();
      if (revision === known.revision) return;
      if (revision < known.revision) await this.restore();
      else this.#memory.settings = await readSettings(store, revision, logger, known);
    } catch (error) {
      // The rules as they were are better than none.
      if (!AlertError.is(error)) throw error;
      return;
    }
    if (this.#memory.settings.channels !== known.channels)
      dispatcher?.configure(this.#memory.settings.channels);
  }

  #keepRecord({ key, next, events, gone }: Outcome): void {
    const { ledger } = this.#parts;
    if (gone) {
      this.#memory.records.delete(key);
      this.#kept.delete(key);
      ledger.write({ collection: 'records', id: key });
    } else {
      this.#memory.records.set(key, next);
      if (events.length === 0 && !isWorthKeeping(this.#kept.get(key), next)) return;
      this.#kept.set(key, next);
      ledger.write({ collection: 'records', id: key, value: next });
    }
  }

  #updates(outcomes: readonly Outcome[]): readonly AlertUpdate[] {
    const updates: AlertUpdate[] = [];
    for (const { events } of outcomes) {
      for (const event of events) {
        const incident = event.incidentId === null ? undefined : this.#memory.incidents.get(event.incidentId);
        updates.push({ event, incident });
        if (isHistory(event, incident)) this.#parts.ledger.append(toHistory(event));
      }
    }
    return updates;
  }

  #planMessages(now: number): readonly OutboxEntry[] {
    const { ledger, dispatcher } = this.#parts;
    const notices = planNotices(this.#memory, dispatcher?.rateLimited() ?? new Set(), ledger, now);
    if (dispatcher === undefined || notices.length === 0) return [];
    const { channels } = this.#memory.settings;
    const entries = groupNotices(notices, (rule) => channelsOf(rule, channels), now).map(
      (notification): OutboxEntry => ({
        notification,
        attempts: 0,
        nextAttemptAt: now,
        error: null,
      }),
    );
    for (const value of entries) ledger.write({ collection: 'outbox', id: value.notification.key, value });
    return entries;
  }

  #heartbeat(now: number): void {
    if (Math.abs(now - this.#beat) < HEARTBEAT) return;
    this.#beat = now;
    this.#parts.ledger.write({ collection: 'meta', id: 'evaluator', value: { evaluatedAt: now } });
  }
}
