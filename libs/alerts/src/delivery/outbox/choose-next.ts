import type { OutboxEntry } from '../../ports/dispatcher.js';
import { SEVERITIES } from '../../rule/rule.js';

export type Choice =
  | { readonly kind: 'send'; readonly entry: OutboxEntry }
  /** These become one message. */
  | { readonly kind: 'digest'; readonly entries: readonly OutboxEntry[] }
  /** Nothing before `at`, milliseconds since the epoch; for ever where there is nothing. */
  | { readonly kind: 'wait'; readonly at: number };

/**
 * What a channel sends next, if it may send `free` messages now. Where all can go, each goes by itself, the most urgent first; where
 * there is room for some, resolves and criticals still do, and the rest becomes a digest.
 */
export function chooseNext(entries: Iterable<OutboxEntry>, free: number, now: number): Choice {
  const all = [...entries];
  const due = all.filter(({ nextAttemptAt }) => nextAttemptAt <= now);
  if (due.length === 0) {
    return {
      kind: 'wait',
      at: Math.min(Number.POSITIVE_INFINITY, ...all.map(({ nextAttemptAt }) => nextAttemptAt)),
    };
  }
  if (free <= 0) return { kind: 'wait', at: now };
  const [first] = [...due].sort(byUrgency);
  if (first === undefined) return { kind: 'wait', at: now };
  if (due.length <= free || (free > 1 && isUrgent(first)))
    return { kind: 'send', entry: oldestOfGroup(due, first) };
  return { kind: 'digest', entries: due };
}

/** A resolve closes what somebody is worried about; a critical one is why all this is here. */
export function isUrgent({ notification: { kind, severity } }: OutboxEntry): boolean {
  return kind === 'resolved' || (kind === 'fired' && severity === 'critical');
}

/** What was tried less often comes first, so that a message which always fails stops no other. */
function byUrgency(a: OutboxEntry, b: OutboxEntry): number {
  return a.attempts - b.attempts || rank(a) - rank(b) || a.notification.createdAt - b.notification.createdAt;
}

function rank(entry: OutboxEntry): number {
  const { kind, severity } = entry.notification;
  if (isUrgent(entry)) return kind === 'fired' ? 0 : 1;
  return 2 + (kind === 'repeated' ? 10 : 0) + (SEVERITIES.length - SEVERITIES.indexOf(severity));
}

/** Messages of one group keep their order. */
function oldestOfGroup(due: readonly OutboxEntry[], chosen: OutboxEntry): OutboxEntry {
  return due.reduce(
    (oldest, entry) =>
      entry.notification.group === chosen.notification.group &&
      entry.notification.createdAt < oldest.notification.createdAt
        ? entry
        : oldest,
    chosen,
  );
}
