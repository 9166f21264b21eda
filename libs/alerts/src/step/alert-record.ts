import type { SignalScope } from '../ports/signal-source.js';

export type AlertState = 'inactive' | 'pending' | 'firing' | 'recovering';

/** How good the figures are, beside what they say. */
export type AlertHealth = 'ok' | 'noData' | 'lowSamples' | 'error';

/** What a sample means for the state. `held`: it says nothing, everything stays as it is. */
export type Verdict = 'breached' | 'clear' | 'held';

/** One stretch from firing to resolved. Times in milliseconds since the epoch. */
export interface Incident {
  /** `RULE.SUBJECT.TIME.NUMBER`: the same wherever it is computed from the same record. */
  readonly id: string;
  /** When the condition was first breached. */
  readonly startedAt: number;
  readonly firedAt: number;
  /** Whose figures it was that fired. */
  readonly scope: SignalScope;
  /** The value furthest on the bad side. */
  readonly peak: number | null;
  /** Reminders so far. */
  readonly repeats: number;
  /** Milliseconds since it fired or was last reminded of. */
  readonly sinceNotice: number;
}

/** All that the evaluator remembers of one rule and subject. Plain JSON. */
export interface AlertRecord {
  readonly ruleId: string;
  readonly ruleVersion: number;
  /** Empty, or the engine that a rule with `each` watches here. */
  readonly subject: string;
  readonly scope: SignalScope;
  readonly state: AlertState;
  /** Milliseconds since the epoch: when the state began. */
  readonly since: number;
  /** Milliseconds since the epoch: the last step. */
  readonly at: number;
  readonly health: AlertHealth;
  /** Why the health is not `ok`. */
  readonly reason: string | null;
  readonly value: number | null;
  /** What a relative condition compared the value with. */
  readonly reference: number | null;
  readonly verdict: Verdict;
  /** Milliseconds, as observed, that the way to the next state has lasted. */
  readonly held: number;
  /** Milliseconds that nothing could be said, since it last could. */
  readonly unknown: number;
  /** When the condition of the pending or present incident was first breached. */
  readonly breachedAt: number | null;
  readonly incident: Incident | null;
  /** Incidents so far. */
  readonly incidents: number;
  /** When it came up to firing lately: the newest last. */
  readonly rises: readonly number[];
  readonly flapping: boolean;
}

/** The record of a rule that was never evaluated. */
export function newRecord(ruleId: string, ruleVersion: number, subject: string, now: number): AlertRecord {
  return {
    ruleId,
    ruleVersion,
    subject,
    scope: {},
    state: 'inactive',
    since: now,
    at: now,
    health: 'ok',
    reason: null,
    value: null,
    reference: null,
    verdict: 'held',
    held: 0,
    unknown: 0,
    breachedAt: null,
    incident: null,
    incidents: 0,
    rises: [],
    flapping: false,
  };
}
