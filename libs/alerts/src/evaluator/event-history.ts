import type { IncidentRecord } from '../overlay/incident-record.js';
import type { HistoryEntry } from '../ports/history.js';
import type { AlertEvent, AlertEventType } from '../step/alert-event.js';

const ALWAYS: ReadonlySet<AlertEventType> = new Set([
  'fired',
  'repeated',
  'resolved',
  'flappingBegan',
  'flappingEnded',
]);
const UNLESS_FLAPPING: ReadonlySet<AlertEventType> = new Set(['recovering', 'relapsed']);

/** Whether an event is worth a line of the bounded history: a restless signal must not push out everything else. */
export function isHistory({ type }: AlertEvent, incident: IncidentRecord | undefined): boolean {
  return ALWAYS.has(type) || (UNLESS_FLAPPING.has(type) && incident?.flapping === false);
}

export function toHistory({
  type,
  at,
  ruleId,
  incidentId,
  scope,
  value,
  health,
  reason,
}: AlertEvent): HistoryEntry {
  return {
    type,
    at,
    ruleId,
    scope,
    value,
    ...(incidentId !== null && { incidentId }),
    ...(reason !== undefined && { reason }),
    detail: { health },
  };
}
