import type { Sample, SignalScope } from '../ports/signal-source.js';
import type { AlertRule } from '../rule/rule.js';
import type { AlertEvent, AlertEventType } from './alert-event.js';
import type { AlertRecord, Verdict } from './alert-record.js';
import { elapsed } from './elapsed.js';
import { trackFlapping } from './flapping.js';
import { judge, type Judgement } from './judge.js';
import { move } from './transitions.js';

/** What one evaluation looks at. */
export interface Reading {
  /** The answers to `queriesOf`, in its order. */
  readonly samples: readonly Sample[];
  /** Whose figures they are. */
  readonly scope: SignalScope;
  /** Just after a start, or a switch of engines, nothing new may fire. */
  readonly grace?: 'start' | 'switch' | undefined;
}

export interface StepResult {
  readonly next: AlertRecord;
  /** In the order in which they happened. */
  readonly events: readonly AlertEvent[];
}

const NO_EVENTS: readonly AlertEvent[] = [];

/**
 * One evaluation of a rule: pure, so that live, preview and tests are the same.
 * @param now - milliseconds since the epoch. May jump: durations count only what was observed.
 */
export function step(rule: AlertRule, previous: AlertRecord, reading: Reading, now: number): StepResult {
  const judgement = judge(rule, reading.samples, previous.state === 'firing');
  const verdict = verdictOf(rule, judgement, reading.grace);
  const { observed, missed } = elapsed(previous.at, now, rule.every);
  // A pending alert of an older rule waited for something else.
  const before: AlertRecord =
    previous.ruleVersion !== rule.version && previous.state === 'pending'
      ? { ...previous, held: 0, breachedAt: now, verdict: 'held' }
      : previous;
  const seen = look(
    before,
    rule,
    judgement,
    verdict,
    reading.scope,
    missed + (verdict === 'held' ? observed : 0),
    now,
  );
  const moved = move(rule, seen, { before: before.verdict, observed, missed });
  const flaps = trackFlapping(moved.record, now, moved.types.some(isRise));
  const next =
    flaps.rises === moved.record.rises && flaps.flapping === moved.record.flapping
      ? moved.record
      : { ...moved.record, ...flaps };
  const events = eventsOf(previous, next, moved.types, moved.incidentId);
  return { next, events };
}

/** What a sample means for the state, by the rule's own choice. */
function verdictOf(rule: AlertRule, { health, breached }: Judgement, grace: Reading['grace']): Verdict {
  const verdict = ungraced(rule, health, breached);
  return grace !== undefined && verdict === 'breached' ? 'held' : verdict;
}

function ungraced(rule: AlertRule, health: Judgement['health'], breached: boolean): Verdict {
  const chosen = { keep: 'held', ok: 'clear', fire: 'breached' } as const;
  switch (health) {
    case 'ok':
      return breached ? 'breached' : 'clear';
    case 'noData':
      return chosen[rule.onNoData];
    case 'lowSamples':
      return rule.onNoData === 'ok' ? 'clear' : 'held';
    case 'error':
      return chosen[rule.onError];
  }
}

/** The record with what was seen, before its state moves. */
function look(
  record: AlertRecord,
  rule: AlertRule,
  { health, reason, value, reference }: Judgement,
  verdict: Verdict,
  scope: SignalScope,
  blind: number,
  now: number,
): AlertRecord {
  return {
    ...record,
    ruleVersion: rule.version,
    scope,
    at: now,
    health,
    reason,
    value,
    reference,
    verdict,
    unknown: verdict === 'held' || blind > 0 ? record.unknown + blind : 0,
  };
}

function isRise(type: AlertEventType): boolean {
  return type === 'fired' || type === 'relapsed';
}

function eventsOf(
  previous: AlertRecord,
  next: AlertRecord,
  moves: readonly AlertEventType[],
  incidentId: string | null,
): readonly AlertEvent[] {
  const types = [...moves];
  if (previous.health !== next.health) types.push('healthChanged');
  if (previous.flapping !== next.flapping) types.push(next.flapping ? 'flappingBegan' : 'flappingEnded');
  if (types.length === 0) return NO_EVENTS;
  const { ruleId, subject, scope, at, value, health, reason } = next;
  return types.map((type) => ({
    type,
    at,
    ruleId,
    subject,
    scope,
    incidentId,
    value,
    health,
    ...(reason !== null && { reason }),
  }));
}
