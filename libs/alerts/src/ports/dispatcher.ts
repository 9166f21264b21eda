import type { AlertNotification } from '../overlay/notification.js';
import type { Severity } from '../rule/rule.js';
import type { Ledger } from './ledger.js';

/** A channel as it is stored: what else it has depends on its type, and is the dispatcher's business. */
export interface ChannelDocument {
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly enabled: boolean;
  /** What is less severe does not go there. */
  readonly minSeverity?: Severity;
}

/** A message that has not arrived yet. Times in milliseconds since the epoch. */
export interface OutboxEntry {
  readonly notification: AlertNotification;
  /** Attempts that failed. */
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly error: DeliveryProblem | null;
}

/** Why a message did not arrive. Holds no secret. */
export interface DeliveryProblem {
  /** `http_500`, `timeout`, `errcode_310000`, `address_refused`, … */
  readonly code: string;
  readonly message: string;
}

/** How a channel has been doing. Kept, so that limits and figures survive a change of the evaluating instance. */
export interface ChannelRecord {
  readonly id: string;
  /** When messages were sent lately, the newest last: for the limits. */
  readonly sends: readonly number[];
  /** Nothing is sent before. */
  readonly blockedUntil: number;
  readonly delivered: number;
  readonly failed: number;
  readonly retried: number;
  readonly digested: number;
  readonly dropped: number;
  readonly lastDeliveredAt: number | null;
  readonly lastFailedAt: number | null;
  readonly lastError: DeliveryProblem | null;
}

/** Brings messages to their channels: at least once, in its own time. */
export interface Dispatcher {
  /** Takes up the work with what an earlier instance has left. */
  start(left: DispatcherState, ledger: Ledger): void;
  /** The channels in force have changed. */
  configure(channels: ReadonlyMap<string, ChannelDocument>): void;
  /** New messages; the ledger has them already. */
  accept(entries: readonly OutboxEntry[]): void;
  /** Incidents whose messages wait because a channel may not send more now. */
  rateLimited(): ReadonlySet<string>;
  /** Ends what is under way: nothing is sent or written after it resolves. */
  stop(): Promise<void>;
}

export interface DispatcherState {
  readonly outbox: ReadonlyMap<string, OutboxEntry>;
  readonly deliveries: ReadonlyMap<string, ChannelRecord>;
}
