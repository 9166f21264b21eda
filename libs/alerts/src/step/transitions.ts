import type { AlertRule } from '../rule/rule.js';
import type { AlertEventType } from './alert-event.js';
import type { AlertRecord, Verdict } from './alert-record.js';
import { longestGap, type Elapsed } from './elapsed.js';
import { holdBeforeResolve } from './flapping.js';
import { beginIncident, followIncident } from './incident.js';

/** What has passed since the last step, and what that one found. */
export interface Since extends Elapsed {
  readonly before: Verdict;
}

export interface Moved {
  readonly record: AlertRecord;
  readonly types: readonly AlertEventType[];
  /** Of the incident that the events are about. */
  readonly incidentId: string | null;
}

/** Moves the state by the record's verdict. Only this file changes `state`. */
export function move(rule: AlertRule, record: AlertRecord, since: Since): Moved {
  switch (record.state) {
    case 'inactive':
      return record.verdict === 'breached' ? breach(rule, record) : stay(record);
    case 'pending':
      return whilePending(rule, record, since);
    case 'firing':
      return whileFiring(rule, followIncident(rule, record, since), since);
    case 'recovering':
      return whileRecovering(rule, followIncident(rule, record, since), since);
  }
}

function breach(rule: AlertRule, record: AlertRecord): Moved {
  const pending = enter(record, 'pending', { breachedAt: record.at });
  return rule.for === 0 ? fire(rule, pending) : { record: pending, types: ['pending'], incidentId: null };
}

/** Only time between two breached samples counts: `for` is never reached by looking away. */
function whilePending(rule: AlertRule, record: AlertRecord, { before, observed }: Since): Moved {
  const lost = record.unknown > Math.max(rule.for * 1_000, longestGap(rule.every));
  if (record.verdict === 'clear' || (lost && record.verdict === 'held')) {
    return { record: enter(record, 'inactive', { breachedAt: null }), types: ['cleared'], incidentId: null };
  }
  if (record.verdict === 'held') return stay(record);
  if (lost) return stay({ ...record, held: 0, breachedAt: record.at });
  const held = record.held + (before === 'breached' ? observed : 0);
  return held >= rule.for * 1_000 ? fire(rule, { ...record, held }) : stay({ ...record, held });
}

function fire(rule: AlertRule, record: AlertRecord): Moved {
  const fired = beginIncident(rule, enter(record, 'firing'));
  return { record: fired, types: ['fired'], incidentId: fired.incident?.id ?? null };
}

function whileFiring(rule: AlertRule, record: AlertRecord, since: Since): Moved {
  const { incident } = record;
  if (record.verdict === 'clear') {
    const recovering = enter(record, 'recovering');
    const resolved = whileRecovering(rule, recovering, { ...since, before: 'held' });
    return resolved.record.state === 'inactive' ? resolved : event(recovering, 'recovering');
  }
  if (incident === null || incident.repeats >= rule.repeat.max) return stay(record);
  if (incident.sinceNotice < rule.repeat.every * 1_000) return stay(record);
  const reminded = { ...incident, repeats: incident.repeats + 1, sinceNotice: 0 };
  return event({ ...record, incident: reminded }, 'repeated');
}

function whileRecovering(rule: AlertRule, record: AlertRecord, { before, observed }: Since): Moved {
  if (record.verdict === 'breached') return event(enter(record, 'firing'), 'relapsed');
  if (record.verdict === 'held') return stay(record);
  const held = record.held + (before === 'clear' ? observed : 0);
  if (held < holdBeforeResolve(rule.keepFiringFor, record)) return stay({ ...record, held });
  return resolve(record);
}

/** Ends the incident, if there is one. */
export function resolve(record: AlertRecord): Moved {
  const ended = enter(record, 'inactive', { incident: null, breachedAt: null });
  const types: AlertEventType[] = record.incident === null ? [] : ['resolved'];
  return { record: ended, types, incidentId: record.incident?.id ?? null };
}

function enter(
  record: AlertRecord,
  state: AlertRecord['state'],
  more: Partial<AlertRecord> = {},
): AlertRecord {
  return { ...record, state, since: record.at, held: 0, ...more };
}

function stay(record: AlertRecord): Moved {
  return { record, types: [], incidentId: record.incident?.id ?? null };
}

function event(record: AlertRecord, type: AlertEventType): Moved {
  return { record, types: [type], incidentId: record.incident?.id ?? null };
}
