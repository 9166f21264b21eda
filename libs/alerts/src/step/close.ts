import type { AlertEvent } from './alert-event.js';
import type { AlertRecord } from './alert-record.js';
import { resolve } from './transitions.js';
import type { StepResult } from './step.js';

/** Ends what a rule had going when the rule, or its subject, is no more. `reason` goes with the event. */
export function closeRecord(previous: AlertRecord, reason: string, now: number): StepResult {
  const { record, types, incidentId } = resolve({ ...previous, at: now });
  const { ruleId, subject, scope, value, health } = record;
  const events = types.map((type): AlertEvent => ({
    type,
    at: now,
    ruleId,
    subject,
    scope,
    incidentId,
    value,
    health,
    reason,
  }));
  return { next: { ...record, verdict: 'held', unknown: 0, rises: [], flapping: false }, events };
}
