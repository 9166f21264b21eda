export type SuppressionKind = 'silenced' | 'inhibited' | 'muted' | 'flapping' | 'acked' | 'rateLimited';

/** Why nobody is told, or is told later. Never a state: the alert itself goes on. */
export interface Suppression {
  readonly kind: SuppressionKind;
  /** For people: who silenced it and why, which rule inhibits it. */
  readonly reason: string;
  /** Milliseconds since the epoch, where it is known when this ends. */
  readonly until?: number;
}
