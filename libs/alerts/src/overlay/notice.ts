import type { Suppression, SuppressionKind } from './suppression.js';

export type NoticeKind = 'fired' | 'repeated' | 'resolved';

/** What holds a first page back until it is over. */
const HOLDS_FIRED: ReadonlySet<SuppressionKind> = new Set(['silenced', 'inhibited', 'muted', 'acked']);
/** A page that went out is always closed; at night, in the morning. */
const HOLDS_RESOLVED: ReadonlySet<SuppressionKind> = new Set(['muted']);
const DROPS_REPEATED: ReadonlySet<SuppressionKind> = new Set([
  'silenced',
  'inhibited',
  'muted',
  'flapping',
  'acked',
]);

/** Whether a notice goes out now, waits, or is not worth sending later. */
export function decide(kind: NoticeKind, suppressions: readonly Suppression[]): 'send' | 'wait' | 'drop' {
  const any = (kinds: ReadonlySet<SuppressionKind>) =>
    suppressions.some((suppression) => kinds.has(suppression.kind));
  switch (kind) {
    case 'fired':
      return any(HOLDS_FIRED) ? 'wait' : 'send';
    case 'resolved':
      return any(HOLDS_RESOLVED) ? 'wait' : 'send';
    case 'repeated':
      return any(DROPS_REPEATED) ? 'drop' : 'send';
  }
}
