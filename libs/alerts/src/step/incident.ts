import type { AlertRule } from '../rule/rule.js';
import type { AlertRecord } from './alert-record.js';
import type { Elapsed } from './elapsed.js';

/** The record with a new incident, which began with the breach that the record waited on. */
export function beginIncident(rule: AlertRule, record: AlertRecord): AlertRecord {
  const number = record.incidents + 1;
  const subject = record.subject === '' ? 'all' : record.subject.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return {
    ...record,
    incidents: number,
    incident: {
      id: `${rule.id}.${subject}.${Math.max(0, record.at).toString(36)}.${number}`,
      startedAt: record.breachedAt ?? record.at,
      firedAt: record.at,
      scope: record.scope,
      peak: record.value,
      repeats: 0,
      sinceNotice: 0,
    },
  };
}

/** Time passes, and the value may get worse. */
export function followIncident(
  rule: AlertRule,
  record: AlertRecord,
  { observed, missed }: Elapsed,
): AlertRecord {
  const { incident } = record;
  if (incident === null) return record;
  const peak = record.verdict === 'breached' ? worse(rule, incident.peak, record.value) : incident.peak;
  return {
    ...record,
    incident: { ...incident, peak, sinceNotice: incident.sinceNotice + observed + missed },
  };
}

function worse({ condition }: AlertRule, peak: number | null, value: number | null): number | null {
  if (peak === null || value === null) return peak ?? value;
  const low = condition.type === 'absent' || ('op' in condition && condition.op.startsWith('<'));
  return low ? Math.min(peak, value) : Math.max(peak, value);
}
