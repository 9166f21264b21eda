import type { AlertRuleInput, AlertSeverity } from './alert-rules.js';
import type { AlertCounts } from './dashboard-events.js';
import type { List } from './list.js';

export type AlertState = 'inactive' | 'pending' | 'firing' | 'recovering';

/** How good the figures are, beside what they say. */
export type AlertHealth = 'ok' | 'noData' | 'lowSamples' | 'error';

/** Whose figures: of all engines and models where a field is absent. */
export interface AlertScope {
  readonly engine?: string | undefined;
  readonly model?: string | undefined;
}

/** Why nobody is told, or is told later. Never a state: the alert itself goes on. */
export interface AlertSuppression {
  readonly kind: 'silenced' | 'inhibited' | 'muted' | 'flapping' | 'acked' | 'rateLimited';
  readonly reason: string;
  /** Milliseconds since the epoch, where it is known when this ends. */
  readonly until?: number | undefined;
}

/** Somebody looks after an incident. `POST /v1/alerts/{id}/ack` */
export interface AlertAcknowledgement {
  /** The incident's. */
  readonly id: string;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly note?: string | undefined;
}

/** Body of `POST /v1/alerts/{id}/ack`; may be left out. */
export interface AlertAcknowledgeRequest {
  readonly note?: string;
}

/** An incident that is open. Times in milliseconds since the epoch. */
export interface AlertIncident {
  readonly id: string;
  /** When the condition was first breached. */
  readonly startedAt: number;
  readonly firedAt: number;
  /** The value furthest on the bad side. */
  readonly peak: number | null;
  readonly repeats: number;
  /** Somebody was told. */
  readonly announced: boolean;
  readonly suppressions: readonly AlertSuppression[];
  readonly ack: AlertAcknowledgement | null;
}

/** A rule, or a rule for one engine, as it stands now. Times in milliseconds since the epoch. */
export interface AlertView {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly severity: AlertSeverity;
  readonly labels: Readonly<Record<string, string>>;
  /** Empty, or the engine that a rule with `each` watches here. */
  readonly subject: string;
  readonly scope: AlertScope;
  /** `null`: not evaluated yet, or disabled. */
  readonly state: AlertState | null;
  readonly since: number | null;
  readonly evaluatedAt: number | null;
  readonly health: AlertHealth | null;
  readonly healthReason: string | null;
  readonly value: number | null;
  /** What a relative condition compared the value with. */
  readonly reference: number | null;
  readonly flapping: boolean;
  readonly incident: AlertIncident | null;
}

/** `GET /v1/alerts`: what needs somebody first. */
export interface AlertList extends List<AlertView> {
  readonly counts: AlertCounts;
}

export type AlertHistoryType =
  | 'pending'
  | 'cleared'
  | 'healthChanged'
  | 'fired'
  | 'repeated'
  | 'recovering'
  | 'relapsed'
  | 'resolved'
  | 'flappingBegan'
  | 'flappingEnded'
  | 'announced'
  /** It was over before anybody could be told. */
  | 'unannounced'
  | 'acked'
  | 'engineSwitched'
  | 'switchFailed'
  | 'switchSkipped'
  | 'delivered'
  | 'deliveryFailed'
  | 'digested'
  | 'dropped'
  | 'ruleCreated'
  | 'ruleChanged'
  | 'ruleDeleted'
  | 'silenceCreated'
  | 'silenceEnded'
  | 'channelsChanged'
  | 'channelTested';

/** Something that happened, or that somebody did. */
export interface AlertHistoryEntry {
  /** Grows with every entry. */
  readonly sequence: number;
  readonly type: AlertHistoryType;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ruleId?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly scope?: AlertScope | undefined;
  readonly channelId?: string | undefined;
  /** Who did it: the name of a key. */
  readonly actor?: string | undefined;
  readonly value?: number | null | undefined;
  readonly reason?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** `GET /v1/alerts/history?limit=&before=&rule=&incident=&type=`, newest first. The next page is `before` the last `sequence`. */
export interface AlertHistory extends List<AlertHistoryEntry> {
  readonly has_more: boolean;
}

/** What a silence is about: all that is given has to match, and something must be. */
export interface AlertMatch {
  /** A rule's id. */
  readonly rule?: string | undefined;
  readonly engine?: string | undefined;
  readonly severity?: AlertSeverity | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What somebody wants quiet for a time. Milliseconds since the epoch. `GET /v1/alerts/silences` */
export interface AlertSilence {
  readonly id: string;
  readonly match: AlertMatch;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly reason: string;
  readonly createdBy: string;
}

/** `POST /v1/alerts/silences`. Times in milliseconds since the epoch, or ISO 8601. */
export interface AlertSilenceInput {
  readonly match: AlertMatch;
  /** Default: now. */
  readonly startsAt?: number | string;
  /** At most 90 days later. */
  readonly endsAt: number | string;
  readonly reason: string;
}

/** An incident that would have been. Times in milliseconds since the epoch. */
export interface AlertPreviewIncident {
  readonly subject: string;
  readonly scope: AlertScope;
  readonly startedAt: number;
  readonly firedAt: number;
  /** `null`: it still fires at the end. */
  readonly resolvedAt: number | null;
  readonly peak: number | null;
  readonly announced: boolean;
}

/** What a rule would have done over a stretch of the past. */
export interface AlertPreview {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Seconds between two evaluations. */
  readonly step: number;
  readonly points: number;
  /** The newest ones, where there are more than fit. */
  readonly incidents: readonly AlertPreviewIncident[];
  readonly incidentCount: number;
  /** Messages to each channel, without silences and other rules. */
  readonly notifications: { readonly fired: number; readonly repeated: number; readonly resolved: number };
  /** Milliseconds. */
  readonly firingTime: number;
  /** Share of the evaluations, 0–1. */
  readonly health: Readonly<Record<AlertHealth, number>>;
}

/** `POST /v1/alerts/rules/preview` */
export interface AlertPreviewRequest {
  readonly rule: AlertRuleInput;
  /** Milliseconds since the epoch, or ISO 8601. Default: a day before `to`. At most a week. */
  readonly from?: number | string;
  /** Default: now. */
  readonly to?: number | string;
}

/** A rule as it is written against the rule of that id in force. */
export interface AlertPreviewComparison {
  readonly candidate: AlertPreview;
  /** `null`: the rule is new. */
  readonly present: AlertPreview | null;
  /** Incidents of one during which the other is quiet. */
  readonly added: readonly AlertPreviewIncident[];
  readonly gone: readonly AlertPreviewIncident[];
}

/** What a `DELETE` answers. */
export interface AlertDeleted {
  readonly object: 'alert.rule.deleted' | 'alert.silence.deleted';
  readonly id: string;
  readonly deleted: true;
}
