import type { ActionRecord } from '../action/action-record.js';
import type { Acknowledgement } from '../overlay/acknowledgement.js';
import type { IncidentRecord } from '../overlay/incident-record.js';
import type { Silence } from '../overlay/silence.js';
import type { AlertRule } from '../rule/rule.js';
import type { AlertRecord } from '../step/alert-record.js';
import type { ChannelDocument, ChannelRecord, OutboxEntry } from './dispatcher.js';
import type { HistoryEntry, HistoryQuery, KeptHistoryEntry } from './history.js';

/** What is kept, by collection and id. Plain JSON. */
export interface Documents {
  /** What people set. Each has a `version`. */
  rules: AlertRule;
  channels: ChannelDocument;
  silences: Silence;
  acks: Acknowledgement;
  /** What the evaluating instance knows. */
  records: AlertRecord;
  incidents: IncidentRecord;
  actions: ActionRecord;
  outbox: OutboxEntry;
  /** What became of the messages of each channel. */
  deliveries: ChannelRecord;
  /** One document, `evaluator`. */
  meta: { readonly evaluatedAt: number };
}

export type Collection = keyof Documents;

/** The collections that people change; a commit that touches one raises the store's revision. */
export const SETTINGS: readonly Collection[] = ['rules', 'channels', 'silences', 'acks'];

/** A document to keep; without a value, to delete. */
export type Write = {
  readonly [C in Collection]: { readonly collection: C; readonly id: string; readonly value?: Documents[C] };
}[Collection];

/** A document's version as its writer knows it; null: there must be none. */
export interface Expectation {
  readonly collection: Collection;
  readonly id: string;
  readonly version: number | null;
}

export interface Batch {
  readonly writes?: readonly Write[];
  readonly history?: readonly HistoryEntry[];
  readonly expect?: readonly Expectation[];
  /** Of the lease that the writer holds. Left out by those who need none. */
  readonly fence?: number;
}

/** Where rules, states and messages live. One per cluster. */
export interface AlertStore {
  /** @throws AlertStoreError */
  read<C extends Collection>(collection: C): Promise<ReadonlyMap<string, Documents[C]>>;
  /** @throws AlertStoreError */
  get<C extends Collection>(collection: C, id: string): Promise<Documents[C] | undefined>;
  /**
   * Keeps all of a batch or nothing of it.
   * @throws AlertConflictError where something is not as expected
   * @throws StaleFenceError when a higher fence has been seen
   * @throws AlertStoreError
   */
  commit(batch: Batch): Promise<void>;
  /** Grows with every commit that touches what people set. @throws AlertStoreError */
  revision(): Promise<number>;
  /** The newest first. @throws AlertStoreError */
  history(query: HistoryQuery): Promise<readonly KeptHistoryEntry[]>;
}
