import { createHash } from 'node:crypto';
import type { SignalScope } from '../ports/signal-source.js';
import { SEVERITIES, type AlertRule, type Severity } from '../rule/rule.js';
import type { IncidentRecord } from './incident-record.js';
import type { NoticeKind } from './notice.js';

/** One incident in a notification. Times in milliseconds since the epoch. */
export interface AlertNotice {
  readonly kind: NoticeKind;
  readonly incidentId: string;
  readonly rule: Pick<
    AlertRule,
    | 'id'
    | 'version'
    | 'name'
    | 'description'
    | 'severity'
    | 'signal'
    | 'condition'
    | 'for'
    | 'labels'
    | 'runbookUrl'
  >;
  readonly scope: SignalScope;
  readonly startedAt: number;
  readonly firedAt: number;
  readonly resolvedAt: number | null;
  readonly resolveReason: string | null;
  readonly value: number | null;
  readonly reference: number | null;
  readonly peak: number | null;
  readonly repeats: number;
  readonly flapping: boolean;
}

/** One message to one channel. */
export interface AlertNotification {
  /** The same for the same message, however often it is sent: receivers can drop what they have had. */
  readonly key: string;
  readonly channelId: string;
  readonly kind: NoticeKind | 'digest' | 'test';
  /** The highest of its alerts. */
  readonly severity: Severity;
  /** Messages of one group keep their order. */
  readonly group: string;
  readonly createdAt: number;
  readonly alerts: readonly AlertNotice[];
  /** How many more it stands for, of which nothing else is known any more. */
  readonly omitted?: number;
}

/** A notice that goes out now. */
export interface DueNotice {
  readonly incident: IncidentRecord;
  readonly kind: NoticeKind;
}

/** Puts notices of one moment that are alike into one notification for each channel. */
export function groupNotices(
  notices: readonly DueNotice[],
  channelsOf: (rule: AlertRule) => readonly string[],
  now: number,
): readonly AlertNotification[] {
  const groups = new Map<string, { channelId: string; group: string; notices: DueNotice[] }>();
  for (const notice of notices) {
    const group = groupOf(notice.incident);
    for (const channelId of channelsOf(notice.incident.rule)) {
      const name = JSON.stringify([channelId, notice.kind, group]);
      const known = groups.get(name);
      if (known === undefined) groups.set(name, { channelId, group, notices: [notice] });
      else known.notices.push(notice);
    }
  }
  return [...groups.values()].map(({ channelId, group, notices: together }) => {
    const alerts = together.map(({ incident, kind }) => toNotice(incident, kind));
    return {
      key: notificationKey(channelId, alerts),
      channelId,
      kind: alerts[0]?.kind ?? 'fired',
      severity: highest(alerts.map(({ rule }) => rule.severity)),
      group,
      createdAt: now,
      alerts,
    };
  });
}

/** Made of what the message is about, so that two instances that come to the same message give it the same key. */
export function notificationKey(channelId: string, alerts: readonly AlertNotice[]): string {
  const parts = alerts
    .map(({ incidentId, kind, repeats }) => [incidentId, kind, kind === 'repeated' ? repeats : 0].join(':'))
    .sort();
  const only = parts.length === 1 ? parts[0] : undefined;
  return `${channelId}:${only ?? createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)}`;
}

export function highest(severities: readonly Severity[]): Severity {
  return SEVERITIES[Math.max(0, ...severities.map((severity) => SEVERITIES.indexOf(severity)))] ?? 'info';
}

function groupOf({ rule, scope, subject }: IncidentRecord): string {
  const known: Readonly<Record<string, string | undefined>> = {
    rule: rule.id,
    severity: rule.severity,
    engine: scope.engine ?? subject,
    model: scope.model,
  };
  return rule.groupBy.map((name) => `${name}=${known[name] ?? rule.labels[name] ?? ''}`).join(',');
}

function toNotice(incident: IncidentRecord, kind: NoticeKind): AlertNotice {
  const {
    id,
    version,
    name,
    description,
    severity,
    signal,
    condition,
    for: wait,
    labels,
    runbookUrl,
  } = incident.rule;
  const { scope, startedAt, firedAt, resolvedAt, resolveReason, value, reference, peak, repeats, flapping } =
    incident;
  return {
    kind,
    incidentId: incident.id,
    rule: { id, version, name, description, severity, signal, condition, for: wait, labels, runbookUrl },
    scope,
    startedAt,
    firedAt,
    resolvedAt,
    resolveReason,
    value,
    reference,
    peak,
    repeats,
    flapping,
  };
}
