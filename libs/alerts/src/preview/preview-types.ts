import type { SignalScope } from '../ports/signal-source.js';
import type { AlertHealth } from '../step/alert-record.js';

/** An incident that would have been. Times in milliseconds since the epoch. */
export interface PreviewIncident {
  readonly subject: string;
  readonly scope: SignalScope;
  readonly startedAt: number;
  readonly firedAt: number;
  /** Null: it still fires at the end. */
  readonly resolvedAt: number | null;
  readonly peak: number | null;
  readonly announced: boolean;
}

/** What a rule would have done over a stretch of the past. */
export interface PreviewResult {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Seconds between two evaluations: the rule's own, or longer over a long stretch. */
  readonly step: number;
  readonly points: number;
  /** The newest ones, where there are more than fit. */
  readonly incidents: readonly PreviewIncident[];
  readonly incidentCount: number;
  /** Messages to each of its channels, with mute times and flap damping, without silences and other rules. */
  readonly notifications: { readonly fired: number; readonly repeated: number; readonly resolved: number };
  /** Milliseconds that it would have fired, all subjects together. */
  readonly firingTime: number;
  /** Share of the evaluations, 0–1. */
  readonly health: Readonly<Record<AlertHealth, number>>;
}

/** Two versions of a rule over the same past. */
export interface PreviewComparison {
  readonly candidate: PreviewResult;
  /** Null: the rule is new. */
  readonly present: PreviewResult | null;
  /** Incidents of one during which the other is quiet. */
  readonly added: readonly PreviewIncident[];
  readonly gone: readonly PreviewIncident[];
}
