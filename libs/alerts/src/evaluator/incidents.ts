import { followEvent, followRecord, type IncidentRecord } from '../overlay/incident-record.js';
import { firingByRule } from '../overlay/inhibition.js';
import type { DueNotice } from '../overlay/notification.js';
import { planNotice } from '../overlay/plan-notice.js';
import type { Suppression } from '../overlay/suppression.js';
import type { HistoryEntry } from '../ports/history.js';
import type { Ledger } from '../ports/ledger.js';
import type { EvaluatorMemory } from './memory.js';
import type { Outcome } from './rounds.js';

/** Brings the open incidents up to the outcomes of a round. */
export function followOutcomes(
  { incidents }: EvaluatorMemory,
  outcomes: readonly Outcome[],
  ledger: Ledger,
): void {
  for (const { rule, next, events } of outcomes) {
    for (const event of events) {
      const known = event.incidentId === null ? undefined : incidents.get(event.incidentId);
      const about = rule ?? known?.rule;
      if (about === undefined || event.incidentId === null) continue;
      keep(incidents, known, followEvent(known, about, next, event), ledger);
    }
    const open = next.incident === null ? undefined : incidents.get(next.incident.id);
    if (open !== undefined && rule !== undefined)
      keep(incidents, open, followRecord(open, rule, next), ledger);
  }
}

/** Decides for every open incident what is told now, and lets go of those of which nothing is left to tell. */
export function planNotices(
  memory: EvaluatorMemory,
  rateLimited: ReadonlySet<string>,
  ledger: Ledger,
  now: number,
): readonly DueNotice[] {
  const { incidents, settings, records } = memory;
  if (incidents.size === 0) return [];
  const facts = {
    silences: settings.silences,
    acks: settings.acks,
    firing: firingByRule(records.values()),
    rateLimited,
  };
  const notices: DueNotice[] = [];
  for (const known of [...incidents.values()]) {
    const { incident, notice, closed } = planNotice(known, facts, now);
    if (notice !== undefined) notices.push(notice);
    if (notice?.kind === 'fired') ledger.append(said('announced', incident, incident.suppressions, now));
    if (closed) {
      if (!incident.announced) ledger.append(said('unannounced', incident, incident.heldBy, now));
      close(memory, incident, ledger);
    } else {
      keep(incidents, known, incident, ledger);
    }
  }
  return notices;
}

/** Milliseconds. */
const ACK_KEPT = 60_000;

/** Forgets acknowledgements that came when their incident was just over. */
export function forgetLateAcks({ settings, incidents }: EvaluatorMemory, ledger: Ledger, now: number): void {
  for (const { id, at } of settings.acks.values()) {
    if (!incidents.has(id) && now - at > ACK_KEPT) ledger.write({ collection: 'acks', id });
  }
}

function close({ incidents, settings }: EvaluatorMemory, { id }: IncidentRecord, ledger: Ledger): void {
  incidents.delete(id);
  ledger.write({ collection: 'incidents', id });
  if (settings.acks.has(id)) ledger.write({ collection: 'acks', id });
}

function keep(
  incidents: Map<string, IncidentRecord>,
  known: IncidentRecord | undefined,
  next: IncidentRecord | undefined,
  ledger: Ledger,
): void {
  if (next === undefined || next === known) return;
  incidents.set(next.id, next);
  ledger.write({ collection: 'incidents', id: next.id, value: next });
}

function said(
  type: HistoryEntry['type'],
  incident: IncidentRecord,
  because: readonly Suppression[],
  now: number,
): HistoryEntry {
  const reason = because.map((suppression) => `${suppression.kind}: ${suppression.reason}`).join('; ');
  return {
    type,
    at: now,
    ruleId: incident.rule.id,
    incidentId: incident.id,
    scope: incident.scope,
    ...(reason !== '' && { reason }),
  };
}
