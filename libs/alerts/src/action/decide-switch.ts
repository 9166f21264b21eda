import type { IncidentRecord } from '../overlay/incident-record.js';
import type { SwitchAction } from '../rule/rule.js';
import type { ActionRecord, SwitchAttempt } from './action-record.js';

/** Milliseconds. */
const HOUR = 3_600_000;
const FIRST_RETRY = 5_000;
const LONGEST_RETRY = 300_000;
const MOST_FAILURES = 10;

export type SwitchDecision =
  | { readonly kind: 'switch' }
  /** Not now; looked at again at `attempt.nextAt`, or never when it is done. */
  | { readonly kind: 'skip'; readonly attempt: SwitchAttempt; readonly reason: string | null }
  | { readonly kind: 'none' };

export interface SwitchFacts {
  readonly action: SwitchAction;
  readonly record: ActionRecord;
  readonly incident: IncidentRecord;
  readonly currentEngine: string;
  /** When any rule last switched; milliseconds since the epoch. */
  readonly lastSwitchAt: number;
  readonly now: number;
}

export function attemptFor({ attempt }: ActionRecord, incidentId: string, now: number): SwitchAttempt {
  if (attempt?.incidentId === incidentId) return attempt;
  return { incidentId, failures: 0, nextAt: now, done: false, said: null };
}

/** What a firing incident's action is to do now. Pure. */
export function decideSwitch({
  action,
  record,
  incident,
  currentEngine,
  lastSwitchAt,
  now,
}: SwitchFacts): SwitchDecision {
  const attempt = attemptFor(record, incident.id, now);
  if (attempt.done || now < attempt.nextAt) return { kind: 'none' };
  const skip = (reason: string | null, change: Partial<SwitchAttempt>): SwitchDecision => ({
    kind: 'skip',
    attempt: { ...attempt, ...change, said: reason },
    reason: reason === attempt.said ? null : reason,
  });
  if (currentEngine === action.to) return skip(null, { done: true });
  if (incident.scope.engine !== undefined && incident.scope.engine !== currentEngine) {
    return skip(`"${incident.scope.engine}" is not in force any more`, { done: true });
  }
  const barred = barredUntil(action, record, lastSwitchAt, now);
  if (barred !== undefined) return skip(barred.reason, { nextAt: barred.until });
  return { kind: 'switch' };
}

/** Until when, and why, a rule may not switch. */
export function barredUntil(
  action: SwitchAction,
  record: ActionRecord,
  lastSwitchAt: number,
  now: number,
): { readonly until: number; readonly reason: string } | undefined {
  const cool = lastSwitchAt + action.coolDown * 1_000;
  if (now < cool && lastSwitchAt <= now)
    return { until: cool, reason: `a rule switched less than ${action.coolDown} s ago` };
  const recent = recentSwitches(record, now);
  const oldest = recent[recent.length - action.maxPerHour];
  if (oldest === undefined) return undefined;
  return { until: oldest + HOUR, reason: `this rule switched ${recent.length} times within an hour` };
}

/** Those of the last hour. */
export function recentSwitches({ switches }: ActionRecord, now: number): readonly number[] {
  return switches.filter((at) => at <= now && now - at < HOUR);
}

export function afterFailure(attempt: SwitchAttempt, now: number): SwitchAttempt {
  const failures = attempt.failures + 1;
  const delay = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** (failures - 1));
  return { ...attempt, failures, nextAt: now + delay, done: failures >= MOST_FAILURES };
}
