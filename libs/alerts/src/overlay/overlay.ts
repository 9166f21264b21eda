import { ackedBy, type Acknowledgement } from './acknowledgement.js';
import { inhibitedBy, type Firing } from './inhibition.js';
import type { IncidentRecord } from './incident-record.js';
import { mutedBy } from './muted.js';
import { silenceOf, type Silence } from './silence.js';
import type { Suppression } from './suppression.js';

/** What lies over the states at one moment. */
export interface OverlayFacts {
  readonly silences: readonly Silence[];
  /** By incident. */
  readonly acks: ReadonlyMap<string, Acknowledgement>;
  readonly firing: Firing;
  /** Incidents whose messages wait because a channel may not send more now. */
  readonly rateLimited: ReadonlySet<string>;
}

const FLAPPING: Suppression = {
  kind: 'flapping',
  reason: 'it fired again and again: no reminders, and resolved only after a longer calm',
};
const RATE_LIMITED: Suppression = { kind: 'rateLimited', reason: 'a channel may not send more just now' };
const NONE: readonly Suppression[] = [];

/** Every reason why this incident is quiet now. */
export function suppressionsOf(
  incident: IncidentRecord,
  facts: OverlayFacts,
  now: number,
): readonly Suppression[] {
  const { rule, scope } = incident;
  const matchable = { ruleId: rule.id, severity: rule.severity, engine: scope.engine, labels: rule.labels };
  const found = [
    silenceOf(facts.silences, matchable, now),
    inhibitedBy(rule.inhibitedBy, scope.engine, facts.firing),
    mutedBy(rule.muteTimes, now),
    incident.flapping ? FLAPPING : undefined,
    ackedBy(facts.acks.get(incident.id)),
    facts.rateLimited.has(incident.id) ? RATE_LIMITED : undefined,
  ].filter((suppression) => suppression !== undefined);
  return found.length === 0 ? NONE : found;
}

/** Whether two lists give the same reasons. */
export function sameSuppressions(some: readonly Suppression[], others: readonly Suppression[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ kind, reason }, i) => kind === others[i]?.kind && reason === others[i].reason)
  );
}
