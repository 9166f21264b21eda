import type { Write } from './alert-store.js';
import type { HistoryEntry } from './history.js';

/** What the evaluating instance writes to: remembered at once, kept with the next flush. */
export interface Ledger {
  write(write: Write): void;
  append(entry: HistoryEntry): void;
  /**
   * Keeps what was written so far. Resolves also where the store cannot be reached: then it is tried again with the next flush.
   * @throws StaleFenceError when another instance has taken over
   */
  flush(): Promise<void>;
  /** False once another instance may have taken over: then nothing may be sent any more. */
  active(): boolean;
}
