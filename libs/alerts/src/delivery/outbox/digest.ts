import type { OutboxEntry } from '../../ports/dispatcher.js';
import { highest, notificationKey, type AlertNotice } from '../../overlay/notification.js';

/** Alerts that a digest knows one by one. */
const MOST_ALERTS = 200;

/** One message in the place of several. */
export function digestOf(channelId: string, entries: readonly OutboxEntry[], now: number): OutboxEntry {
  const notifications = entries.map(({ notification }) => notification);
  const alerts = newestOfEach(notifications.flatMap((notification) => notification.alerts));
  const kept = alerts.slice(-MOST_ALERTS);
  const before = notifications.reduce((sum, { omitted = 0 }) => sum + omitted, 0);
  const omitted = before + alerts.length - kept.length;
  return {
    notification: {
      key: `${notificationKey(channelId, alerts)}:digest`,
      channelId,
      kind: 'digest',
      severity: highest(notifications.map(({ severity }) => severity)),
      group: '',
      createdAt: Math.min(...notifications.map(({ createdAt }) => createdAt)),
      alerts: kept,
      ...(omitted > 0 && { omitted }),
    },
    attempts: 0,
    nextAttemptAt: now,
    error: null,
  };
}

/** Whether one message tells all that another one would, and later. */
export function supersedes(later: OutboxEntry, earlier: OutboxEntry): boolean {
  if (later === earlier || later.notification.kind !== 'resolved') return false;
  if (earlier.notification.kind === 'digest') return false;
  const resolved = new Set(later.notification.alerts.map(({ incidentId }) => incidentId));
  return earlier.notification.alerts.every(({ incidentId }) => resolved.has(incidentId));
}

/** Whether a digest that waits tells of an incident that is resolved by now. */
export function belongsInto(later: OutboxEntry, digest: OutboxEntry): boolean {
  if (later.notification.kind !== 'resolved' || digest.notification.kind !== 'digest') return false;
  const resolved = new Set(later.notification.alerts.map(({ incidentId }) => incidentId));
  return digest.notification.alerts.some(({ incidentId }) => resolved.has(incidentId));
}

/** An incident that fired and was resolved meanwhile is told once, as resolved. */
function newestOfEach(alerts: readonly AlertNotice[]): readonly AlertNotice[] {
  const order = { fired: 0, repeated: 1, resolved: 2 } as const;
  const newest = new Map<string, AlertNotice>();
  for (const alert of alerts) {
    const known = newest.get(alert.incidentId);
    if (known !== undefined && order[known.kind] > order[alert.kind]) continue;
    newest.delete(alert.incidentId);
    newest.set(alert.incidentId, alert);
  }
  return [...newest.values()];
}
