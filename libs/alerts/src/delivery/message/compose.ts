import { SEVERITIES } from '../../rule/rule.js';
import type { AlertNotice, AlertNotification } from '../../overlay/notification.js';
import { describeCondition } from './describe-condition.js';
import { formatDuration, formatTime } from './format-time.js';
import { formatValue, unitOf } from './format-value.js';
import type { Fact, Message, MessageBlock } from './message.js';
import { TEXTS, type Language, type Texts } from './texts.js';

export interface ComposeOptions {
  readonly language: Language;
  readonly timeZone: string;
  /** A word that the receiver insists on. */
  readonly keyword?: string | undefined;
}

/** Where people look further. */
export interface Links {
  /** Of the page that shows the alerts. */
  readonly dashboardUrl?: string | undefined;
}

/** Alerts that one message tells one by one. */
const MOST_BLOCKS = 20;

/** Puts a notification into words. */
export function compose(
  notification: AlertNotification,
  { language, timeZone, keyword }: ComposeOptions,
  { dashboardUrl }: Links = {},
): Message {
  const texts = TEXTS[language];
  const message =
    notification.kind === 'test'
      ? testMessage(notification, texts, timeZone)
      : alertMessage(notification, texts, language, timeZone);
  const title =
    keyword === undefined || message.title.includes(keyword)
      ? message.title
      : `${message.title} (${oneLine(keyword)})`;
  return { ...message, title, blocks: withLink(message.blocks, texts, dashboardUrl) };
}

/** The last thing that is said. */
function withLink(
  blocks: readonly MessageBlock[],
  { label }: Texts,
  url: string | undefined,
): readonly MessageBlock[] {
  const last = blocks.at(-1);
  if (url === undefined || last === undefined) return blocks;
  return blocks.with(-1, { ...last, facts: [...last.facts, { label: label.dashboard, text: url, url }] });
}

function testMessage({ createdAt }: AlertNotification, texts: Texts, timeZone: string): Message {
  const facts = [{ label: texts.label.began, text: formatTime(createdAt, timeZone) }];
  return { title: texts.test.title, tone: 'test', more: '', blocks: [{ heading: texts.test.text, facts }] };
}

function alertMessage(
  notification: AlertNotification,
  texts: Texts,
  language: Language,
  timeZone: string,
): Message {
  const alerts = latestFirst(notification.alerts);
  const [first] = alerts;
  const alone = alerts.length === 1 && first !== undefined;
  const left = Math.max(0, alerts.length - MOST_BLOCKS) + (notification.omitted ?? 0);
  const blocks = alerts.slice(0, MOST_BLOCKS).map((alert): MessageBlock => ({
    heading: alone ? '' : titleOf(alert, texts),
    facts: factsOf(alert, texts, language, timeZone),
  }));
  return {
    title: alone ? titleOf(first, texts) : titleOfMany(notification, alerts, texts),
    tone: alerts.every(({ kind }) => kind === 'resolved') ? 'resolved' : notification.severity,
    blocks,
    more: left > 0 ? texts.more(left) : '',
  };
}

/** Each incident once, as it is now; what still fires and is worst before the rest. */
function latestFirst(alerts: readonly AlertNotice[]): readonly AlertNotice[] {
  const order = { fired: 0, repeated: 1, resolved: 2 } as const;
  const byIncident = new Map<string, AlertNotice>();
  for (const alert of alerts) {
    const known = byIncident.get(alert.incidentId);
    if (known === undefined || order[alert.kind] >= order[known.kind])
      byIncident.set(alert.incidentId, alert);
  }
  const rank = ({ kind, rule }: AlertNotice) =>
    (kind === 'resolved' ? 10 : 0) - SEVERITIES.indexOf(rule.severity);
  return [...byIncident.values()].sort((a, b) => rank(a) - rank(b) || b.firedAt - a.firedAt);
}

function titleOf({ kind, rule, scope }: AlertNotice, texts: Texts): string {
  const name = scope.engine === undefined ? rule.name : `${rule.name} (${scope.engine})`;
  return oneLine(texts.title(texts.kind[kind], texts.severity[rule.severity], name));
}

function titleOfMany(
  { kind, omitted = 0 }: AlertNotification,
  alerts: readonly AlertNotice[],
  texts: Texts,
): string {
  const count = alerts.length + omitted;
  if (kind !== 'digest' && kind !== 'test') return texts.group(texts.kind[kind], count);
  const resolved = alerts.filter((alert) => alert.kind === 'resolved').length;
  return texts.digest(count, alerts.length - resolved, resolved);
}

function factsOf(alert: AlertNotice, texts: Texts, language: Language, timeZone: string): readonly Fact[] {
  const { rule, scope, value, peak, startedAt, resolvedAt, resolveReason, flapping } = alert;
  const unit = rule.condition.type === 'absent' ? 'number' : unitOf(rule.signal);
  const { label } = texts;
  const facts: (Fact | undefined)[] = [
    { label: label.value, text: formatValue(value, unit) },
    peak === null || peak === value ? undefined : { label: label.peak, text: formatValue(peak, unit) },
    { label: label.condition, text: describeCondition(alert, language) },
    factOf(label.engine, scope.engine),
    factOf(label.model, scope.model),
    { label: label.began, text: formatTime(startedAt, timeZone) },
    resolvedAt === null ? undefined : { label: label.ended, text: formatTime(resolvedAt, timeZone) },
    resolvedAt === null
      ? undefined
      : { label: label.lasted, text: formatDuration((resolvedAt - startedAt) / 1_000, language) },
    factOf(label.why, resolveReason ?? undefined),
    flapping ? { label: label.flapping, text: texts.flapping } : undefined,
    factOf(
      label.labels,
      Object.entries(rule.labels)
        .map(([name, text]) => `${name}=${text}`)
        .join(', ') || undefined,
    ),
    rule.runbookUrl === undefined
      ? undefined
      : { label: label.runbook, text: rule.runbookUrl, url: rule.runbookUrl },
  ];
  return facts.filter((fact) => fact !== undefined).map((fact) => ({ ...fact, text: oneLine(fact.text) }));
}

function factOf(label: string, text: string | undefined): Fact | undefined {
  return text === undefined ? undefined : { label, text };
}

/** No line breaks and no control characters: what people name things must not change a message's shape. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
