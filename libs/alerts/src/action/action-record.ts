/** What a rule's action has done. Plain JSON; times in milliseconds since the epoch. */
export interface ActionRecord {
  /** The rule's id. */
  readonly id: string;
  /** When it switched lately, there and back: for the limit per hour. */
  readonly switches: readonly number[];
  /** The switch that may be undone when the first engine is well again. */
  readonly taken: TakenOver | null;
  /** The incident that waits for a switch, or for which one was tried. */
  readonly attempt: SwitchAttempt | null;
}

export interface TakenOver {
  readonly from: string;
  readonly to: string;
  readonly epoch: number;
  readonly at: number;
  readonly incidentId: string;
  /** Since when the first engine has been found well without a break. */
  readonly wellSince: number | null;
  readonly checkedAt: number;
}

export interface SwitchAttempt {
  readonly incidentId: string;
  readonly failures: number;
  readonly nextAt: number;
  /** Settled: switched, or found needless, or given up. */
  readonly done: boolean;
  /** Why it has not switched yet, as the history has it. */
  readonly said: string | null;
}

export function newActionRecord(id: string): ActionRecord {
  return { id, switches: [], taken: null, attempt: null };
}
