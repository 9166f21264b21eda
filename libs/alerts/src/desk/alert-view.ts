import type { Acknowledgement } from '../overlay/acknowledgement.js';
import type { IncidentRecord } from '../overlay/incident-record.js';
import type { Suppression } from '../overlay/suppression.js';
import type { AlertStore } from '../ports/alert-store.js';
import type { SignalScope } from '../ports/signal-source.js';
import type { AlertRule, Severity } from '../rule/rule.js';
import type { AlertHealth, AlertRecord, AlertState } from '../step/alert-record.js';

/** An incident that is open. Times in milliseconds since the epoch. */
export interface IncidentView {
  readonly id: string;
  readonly startedAt: number;
  readonly firedAt: number;
  readonly peak: number | null;
  readonly repeats: number;
  /** Somebody was told. */
  readonly announced: boolean;
  readonly suppressions: readonly Suppression[];
  readonly ack: Acknowledgement | null;
}

/** A rule, or a rule for one engine, as it stands now. */
export interface AlertView {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly severity: Severity;
  readonly labels: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly scope: SignalScope;
  /** Null: it was not evaluated yet, or is not because it is disabled. */
  readonly state: AlertState | null;
  readonly since: number | null;
  readonly evaluatedAt: number | null;
  readonly health: AlertHealth | null;
  readonly healthReason: string | null;
  readonly value: number | null;
  readonly reference: number | null;
  readonly flapping: boolean;
  readonly incident: IncidentView | null;
}

const URGENCY: Readonly<Record<AlertState, number>> = { firing: 0, recovering: 1, pending: 2, inactive: 3 };

/** Every alert there is, what needs somebody first. @throws AlertStoreError */
export async function readAlerts(store: AlertStore): Promise<readonly AlertView[]> {
  const [rules, records, incidents, acks] = await Promise.all([
    store.read('rules'),
    store.read('records'),
    store.read('incidents'),
    store.read('acks'),
  ]);
  const byRule = Map.groupBy(records.values(), ({ ruleId }) => ruleId);
  const views = [...rules.values()].flatMap((rule) => {
    const known = byRule.get(rule.id) ?? [];
    if (known.length === 0) return [toView(rule, undefined, null)];
    return known.map((record) => toView(rule, record, toIncident(record, incidents, acks)));
  });
  return views.sort((a, b) => urgency(a) - urgency(b) || (a.ruleId < b.ruleId ? -1 : 1));
}

function toView(rule: AlertRule, record: AlertRecord | undefined, incident: IncidentView | null): AlertView {
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    name: rule.name,
    enabled: rule.enabled,
    severity: rule.severity,
    labels: rule.labels,
    subject: record?.subject ?? '',
    scope: record?.scope ?? {},
    state: record?.state ?? null,
    since: record?.since ?? null,
    evaluatedAt: record?.at ?? null,
    health: record?.health ?? null,
    healthReason: record?.reason ?? null,
    value: record?.value ?? null,
    reference: record?.reference ?? null,
    flapping: record?.flapping ?? false,
    incident,
  };
}

function toIncident(
  { incident }: AlertRecord,
  incidents: ReadonlyMap<string, IncidentRecord>,
  acks: ReadonlyMap<string, Acknowledgement>,
): IncidentView | null {
  if (incident === null) return null;
  const { id, startedAt, firedAt, peak, repeats } = incident;
  const told = incidents.get(id);
  return {
    id,
    startedAt,
    firedAt,
    peak,
    repeats,
    announced: told?.announced ?? false,
    suppressions: told?.suppressions ?? [],
    ack: acks.get(id) ?? null,
  };
}

function urgency({ state }: AlertView): number {
  return state === null ? 4 : URGENCY[state];
}
