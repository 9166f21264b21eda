import type { EvaluatorMemory } from '../evaluator/memory.js';
import type { IncidentRecord } from '../overlay/incident-record.js';
import type { Clock } from '../ports/clock.js';
import { withDeadline } from '../ports/deadline.js';
import type { EngineSwitcher } from '../ports/engine-switcher.js';
import type { HistoryType } from '../ports/history.js';
import type { Ledger } from '../ports/ledger.js';
import type { Logger } from '../ports/logger.js';
import type { AlertRule, SwitchAction } from '../rule/rule.js';
import { newActionRecord, type ActionRecord, type TakenOver } from './action-record.js';
import { afterFailure, attemptFor, barredUntil, decideSwitch, recentSwitches } from './decide-switch.js';

/** Milliseconds. */
const SWITCH_TIMEOUT = 30_000;
const HEALTH_TIMEOUT = 10_000;
const HEALTH_EVERY = 10_000;

interface Turn {
  readonly rule: AlertRule;
  readonly action: SwitchAction;
  readonly record: ActionRecord;
  readonly memory: EvaluatorMemory;
  readonly ledger: Ledger;
}

/** Does what rules ask for when they fire: lets another engine take over, and goes back when the first is well. */
export class SwitchActions {
  readonly #switcher: EngineSwitcher;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #busy = new Map<string, Promise<void>>();

  constructor(switcher: EngineSwitcher, clock: Clock, logger: Logger) {
    this.#switcher = switcher;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Looks at every rule with an action. What takes time goes on by itself, once at a time for a rule. */
  consider(memory: EvaluatorMemory, ledger: Ledger, now: number): void {
    for (const id of memory.actions.keys()) {
      const rule = memory.settings.rules.get(id);
      if (rule?.enabled === true && rule.action !== undefined) continue;
      memory.actions.delete(id);
      ledger.write({ collection: 'actions', id });
    }
    for (const rule of memory.settings.rules.values()) {
      const { action } = rule;
      if (!rule.enabled || action === undefined || this.#busy.has(rule.id) || !ledger.active()) continue;
      const record = memory.actions.get(rule.id) ?? newActionRecord(rule.id);
      this.#begin({ rule, action, record, memory, ledger }, now);
    }
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await Promise.all(this.#busy.values());
  }

  #begin(turn: Turn, now: number): void {
    const work = this.#work(turn, now);
    if (work === undefined) return;
    const done = work
      .catch((error: unknown) =>
        this.#logger.error({ err: error, rule: turn.rule.id }, 'an action of an alert failed'),
      )
      .finally(() => this.#busy.delete(turn.rule.id));
    this.#busy.set(turn.rule.id, done);
  }

  #work(turn: Turn, now: number): Promise<void> | undefined {
    const incident = breachedIncident(turn.memory, turn.rule.id);
    if (incident !== undefined) return this.#takeOver(turn, incident, now);
    const { taken } = turn.record;
    if (taken === null) return undefined;
    const { engine, epoch } = this.#switcher.current();
    if (turn.action.back === undefined || engine !== taken.to || epoch !== taken.epoch) {
      keep(turn, { taken: null });
      return undefined;
    }
    return now - taken.checkedAt >= HEALTH_EVERY || now < taken.checkedAt
      ? this.#goBack(turn, taken, now)
      : undefined;
  }

  #takeOver(turn: Turn, incident: IncidentRecord, now: number): Promise<void> | undefined {
    const { rule, action, record, memory } = turn;
    const { engine: from } = this.#switcher.current();
    const lastSwitchAt = lastSwitch(memory);
    const decision = decideSwitch({ action, record, incident, currentEngine: from, lastSwitchAt, now });
    if (decision.kind === 'none') return undefined;
    if (decision.kind === 'skip') {
      keep(turn, { attempt: decision.attempt });
      if (decision.reason !== null) say(turn, 'switchSkipped', incident.id, decision.reason, now);
      return undefined;
    }
    const attempt = attemptFor(record, incident.id, now);
    const reason = `alert ${rule.id}: ${rule.name} (${incident.id})`;
    return this.#switch(action.to, reason, rule.id).then(
      ({ epoch }) => {
        const at = this.#clock.now();
        const taken = {
          from,
          to: action.to,
          epoch,
          at,
          incidentId: incident.id,
          wellSince: null,
          checkedAt: at,
        };
        keep(turn, {
          switches: [...recentSwitches(record, at), at],
          taken,
          attempt: { ...attempt, done: true },
        });
        say(turn, 'engineSwitched', incident.id, reason, at, { from, to: action.to, epoch });
        return flushed(turn);
      },
      (error: unknown) => {
        const at = this.#clock.now();
        keep(turn, { attempt: afterFailure(attempt, at) });
        say(turn, 'switchFailed', incident.id, messageOf(error), at, { from, to: action.to });
        this.#logger.warn(
          { err: error, rule: rule.id, to: action.to },
          'an alert could not switch the engine',
        );
        return flushed(turn);
      },
    );
  }

  async #goBack(turn: Turn, taken: TakenOver, now: number): Promise<void> {
    const { action, record, rule, memory } = turn;
    const well = await this.#isWell(taken.from);
    const wellSince = well ? (taken.wellSince ?? now) : null;
    keep(turn, { taken: { ...taken, wellSince, checkedAt: now } });
    if (wellSince === null || action.back === undefined || now - wellSince < action.back.after * 1_000)
      return;
    if (barredUntil(action, record, lastSwitch(memory), now) !== undefined || !turn.ledger.active()) return;
    const reason = `alert ${rule.id}: "${taken.from}" is well again (${taken.incidentId})`;
    try {
      const { epoch } = await this.#switch(taken.from, reason, rule.id);
      const at = this.#clock.now();
      keep(turn, { switches: [...recentSwitches(record, at), at], taken: null, attempt: null });
      say(turn, 'engineSwitched', taken.incidentId, reason, at, { from: taken.to, to: taken.from, epoch });
    } catch (error) {
      keep(turn, { taken: { ...taken, wellSince: null, checkedAt: now } });
      say(turn, 'switchFailed', taken.incidentId, messageOf(error), now, { from: taken.to, to: taken.from });
    }
    await flushed(turn);
  }

  #switch(engine: string, reason: string, rule: string): Promise<{ readonly epoch: number }> {
    return withDeadline(this.#switcher.switch(engine, reason, rule), SWITCH_TIMEOUT, this.#clock);
  }

  async #isWell(engine: string): Promise<boolean> {
    try {
      return await withDeadline(this.#switcher.healthy(engine), HEALTH_TIMEOUT, this.#clock);
    } catch {
      // Whoever cannot say that it is well is not.
      return false;
    }
  }
}

/** What the rule has open and is breached by now, with figures to show for it. */
function breachedIncident(
  { records, incidents }: EvaluatorMemory,
  ruleId: string,
): IncidentRecord | undefined {
  for (const record of records.values()) {
    if (record.ruleId !== ruleId || record.state !== 'firing') continue;
    if (record.verdict !== 'breached' || record.health !== 'ok' || record.incident === null) continue;
    const incident = incidents.get(record.incident.id);
    if (incident !== undefined) return incident;
  }
  return undefined;
}

function lastSwitch({ actions }: EvaluatorMemory): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...[...actions.values()].flatMap(({ switches }) => switches));
}

function keep({ rule, memory, ledger }: Turn, change: Partial<ActionRecord>): void {
  const value = { ...(memory.actions.get(rule.id) ?? newActionRecord(rule.id)), ...change };
  memory.actions.set(rule.id, value);
  ledger.write({ collection: 'actions', id: rule.id, value });
}

function say(
  { rule, ledger }: Turn,
  type: HistoryType,
  incidentId: string,
  reason: string,
  at: number,
  detail?: Readonly<Record<string, unknown>>,
): void {
  ledger.append({
    type,
    at,
    ruleId: rule.id,
    incidentId,
    actor: `rule ${rule.id}`,
    reason,
    ...(detail && { detail }),
  });
}

/** Another instance may have taken over meanwhile: then there is nothing left to keep here. */
function flushed({ ledger }: Turn): Promise<void> {
  return ledger.flush().catch(() => undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
