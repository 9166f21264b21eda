import type { Suppression } from './suppression.js';

/** Somebody looks after an incident. */
export interface Acknowledgement {
  /** The incident's. */
  readonly id: string;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly note?: string;
}

export function ackedBy(ack: Acknowledgement | undefined): Suppression | undefined {
  if (ack === undefined) return undefined;
  return { kind: 'acked', reason: ack.note === undefined ? ack.by : `${ack.by}: ${ack.note}` };
}
