import type { SignalScope } from '../ports/signal-source.js';
import type { AlertHealth } from './alert-record.js';

export type AlertEventType =
  | 'pending'
  /** The condition went away before `for`. */
  | 'cleared'
  | 'fired'
  | 'repeated'
  | 'recovering'
  /** Firing again before it was resolved: the same incident. */
  | 'relapsed'
  | 'resolved'
  | 'healthChanged'
  | 'flappingBegan'
  | 'flappingEnded';

/** Something that a step brought about. */
export interface AlertEvent {
  readonly type: AlertEventType;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ruleId: string;
  readonly subject: string;
  readonly scope: SignalScope;
  /** Null before there is one. */
  readonly incidentId: string | null;
  readonly value: number | null;
  readonly health: AlertHealth;
  /** Why it was resolved otherwise than by getting well; why the health is not `ok`. */
  readonly reason?: string;
}
