import { checkStatus } from '../http/check-answer.js';
import { post } from '../http/post.js';
import { compose } from '../message/compose.js';
import { describeCondition } from '../message/describe-condition.js';
import type { Sender } from './sender.js';
import { SIGNATURE_HEADER, signWebhook } from './webhook-signature.js';

/** Posts everything that there is to know as JSON; any 2xx means that it was taken. */
export const sendWebhook: Sender<'webhook'> = async (channel, notification, outside, signal) => {
  const { url, secret, headers = {}, language } = channel;
  const { key, kind, severity, group, createdAt, alerts, omitted = 0 } = notification;
  const body = JSON.stringify({
    version: 1,
    key,
    kind,
    severity,
    group,
    channel: channel.id,
    created_at: iso(createdAt),
    title: compose(notification, channel).title,
    dashboard_url: outside.dashboardUrl ?? null,
    omitted,
    alerts: alerts.map((alert) => ({
      kind: alert.kind,
      incident_id: alert.incidentId,
      rule_id: alert.rule.id,
      rule_version: alert.rule.version,
      name: alert.rule.name,
      description: alert.rule.description ?? null,
      severity: alert.rule.severity,
      labels: alert.rule.labels,
      runbook_url: alert.rule.runbookUrl ?? null,
      engine: alert.scope.engine ?? null,
      model: alert.scope.model ?? null,
      signal: alert.rule.signal,
      condition: describeCondition(alert, language),
      value: alert.value,
      reference: alert.reference,
      peak: alert.peak,
      started_at: iso(alert.startedAt),
      fired_at: iso(alert.firedAt),
      resolved_at: alert.resolvedAt === null ? null : iso(alert.resolvedAt),
      resolve_reason: alert.resolveReason,
      repeats: alert.repeats,
      flapping: alert.flapping,
    })),
  });
  const signature =
    secret === undefined ? {} : { [SIGNATURE_HEADER]: signWebhook(body, secret, outside.clock.now()) };
  const own = { 'idempotency-key': encodeURIComponent(key), ...signature };
  checkStatus(await post({ url: new URL(url), body, headers: { ...headers, ...own } }, outside, signal));
  return {};
};

function iso(at: number): string {
  return new Date(at).toISOString();
}
