import type { Clock } from '../ports/clock.js';
import type { ConversationLog } from '../ports/conversation-log.js';
import type { KitOptions } from './kit-options.js';
import type { RandomRuns } from './seeded.js';

export interface LogSettings {
  /** Tells what time it is to the log; the cases move it. */
  readonly clock: Clock;
}

export interface LogUnderTest<Log extends ConversationLog = ConversationLog> {
  readonly log: Log;
  /** Gives back all that was opened for the case, its data included. The log may have been closed by then. */
  close(): Promise<void>;
  /** Opens the same data, for a log that is durable. The one before has been closed by then. */
  reopen?(): Promise<Log>;
  /** Opens the same data a second time, as another instance of a service does, for a log that several may use at once. */
  another?(): Promise<Log>;
}

export interface ConversationLogKitOptions extends Pick<KitOptions, 'describe' | 'it' | 'name'>, RandomRuns {
  /** An empty log for one case. */
  readonly create: (settings: LogSettings) => Promise<LogUnderTest>;
}
