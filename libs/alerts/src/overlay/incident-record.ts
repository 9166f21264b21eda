import type { SignalScope } from '../ports/signal-source.js';
import type { AlertRule } from '../rule/rule.js';
import type { AlertEvent } from '../step/alert-event.js';
import type { AlertRecord, AlertState } from '../step/alert-record.js';
import type { NoticeKind } from './notice.js';
import type { Suppression } from './suppression.js';

/** An incident as people are told of it. Plain JSON; times in milliseconds since the epoch. */
export interface IncidentRecord {
  readonly id: string;
  /** As it was when last evaluated: it may be gone by now. */
  readonly rule: AlertRule;
  readonly subject: string;
  readonly scope: SignalScope;
  readonly state: AlertState;
  readonly startedAt: number;
  readonly firedAt: number;
  readonly resolvedAt: number | null;
  /** Why it ended otherwise than by getting well. */
  readonly resolveReason: string | null;
  readonly value: number | null;
  readonly reference: number | null;
  readonly peak: number | null;
  readonly repeats: number;
  readonly flapping: boolean;
  /** Somebody was told that it fires. */
  readonly announced: boolean;
  /** What is still to be told. */
  readonly due: NoticeKind | null;
  /** Why it is quiet now. */
  readonly suppressions: readonly Suppression[];
  /** Why nobody was told, when that was last decided. */
  readonly heldBy: readonly Suppression[];
}

/** The incident after an event of its rule; undefined where the event is about none. */
export function followEvent(
  known: IncidentRecord | undefined,
  rule: AlertRule,
  record: AlertRecord,
  event: AlertEvent,
): IncidentRecord | undefined {
  if (event.type === 'fired') return begin(rule, record, event);
  if (known === undefined) return undefined;
  switch (event.type) {
    case 'repeated':
      return { ...known, due: known.announced ? (known.due ?? 'repeated') : known.due };
    case 'resolved':
      return {
        ...known,
        state: 'inactive',
        resolvedAt: event.at,
        resolveReason: event.reason ?? null,
        value: event.value,
        due: known.announced ? 'resolved' : null,
      };
    default:
      return known;
  }
}

function begin(rule: AlertRule, record: AlertRecord, event: AlertEvent): IncidentRecord | undefined {
  const { incident } = record;
  if (incident === null) return undefined;
  return {
    id: incident.id,
    rule,
    subject: record.subject,
    scope: incident.scope,
    state: 'firing',
    startedAt: incident.startedAt,
    firedAt: incident.firedAt,
    resolvedAt: null,
    resolveReason: null,
    value: event.value,
    reference: record.reference,
    peak: incident.peak,
    repeats: 0,
    flapping: record.flapping,
    announced: false,
    due: 'fired',
    suppressions: [],
    heldBy: [],
  };
}

/** Brings the incident's figures up to the record's. The same object where nothing that matters has changed. */
export function followRecord(known: IncidentRecord, rule: AlertRule, record: AlertRecord): IncidentRecord {
  const { incident, state, flapping, value, reference } = record;
  if (incident === null || incident.id !== known.id) return known;
  const same =
    known.rule === rule &&
    known.state === state &&
    known.flapping === flapping &&
    known.peak === incident.peak &&
    known.repeats === incident.repeats;
  if (same && known.due === null) return known;
  return {
    ...known,
    rule,
    state,
    flapping,
    value,
    reference,
    peak: incident.peak,
    repeats: incident.repeats,
  };
}
