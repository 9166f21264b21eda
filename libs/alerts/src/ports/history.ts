import type { SignalScope } from './signal-source.js';
import type { AlertEventType } from '../step/alert-event.js';

export type HistoryType =
  | AlertEventType
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

/** Something that happened, for the history and the audit trail. Holds no secret. */
export interface HistoryEntry {
  readonly type: HistoryType;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ruleId?: string;
  readonly incidentId?: string;
  readonly scope?: SignalScope;
  readonly channelId?: string;
  /** Who did it, where it was somebody. */
  readonly actor?: string;
  readonly value?: number | null;
  readonly reason?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface KeptHistoryEntry extends HistoryEntry {
  /** Grows with every entry. */
  readonly sequence: number;
}

export interface HistoryQuery {
  /** From 1 to 1,000; default 100. */
  readonly limit?: number;
  /** Only entries with a smaller sequence: the next page. */
  readonly before?: number;
  readonly ruleId?: string;
  readonly incidentId?: string;
  readonly types?: readonly HistoryType[];
}

export const HISTORY_PAGE = { standard: 100, largest: 1_000 } as const;

/** Entries that a store keeps when it is not told otherwise. */
export const HISTORY_KEPT = 10_000;

export function matchesHistory(entry: HistoryEntry, { ruleId, incidentId, types }: HistoryQuery): boolean {
  return (
    (ruleId === undefined || entry.ruleId === ruleId) &&
    (incidentId === undefined || entry.incidentId === incidentId) &&
    (types === undefined || types.includes(entry.type))
  );
}

/** How many entries a query gets. */
export function pageSize({ limit = HISTORY_PAGE.standard }: HistoryQuery): number {
  return Math.min(HISTORY_PAGE.largest, Math.max(1, Math.floor(limit)));
}
