import type { AlertUpdate, IncidentRecord } from '@yychat/alerts';
import type { AlertChange } from '@yychat/protocol';

/** What the dashboard is told of something that happened to an alert; undefined where that is nothing. */
export function toChange({ event, incident }: AlertUpdate): AlertChange | undefined {
  const { type, at, value } = event;
  if ((type !== 'fired' && type !== 'resolved') || incident === undefined) return undefined;
  return changeOf(incident, type, at, value);
}

/** Somebody looks after an incident since then. @param at milliseconds since the epoch */
export function acknowledged(incident: IncidentRecord, at: number): AlertChange {
  return changeOf(incident, 'acknowledged', at, incident.value);
}

function changeOf(
  { id, rule, scope }: IncidentRecord,
  change: AlertChange['change'],
  at: number,
  value: number | null,
): AlertChange {
  return {
    change,
    incident_id: id,
    rule_id: rule.id,
    name: rule.name,
    severity: rule.severity,
    engine: scope.engine ?? null,
    value,
    timestamp: new Date(at).toISOString(),
  };
}
