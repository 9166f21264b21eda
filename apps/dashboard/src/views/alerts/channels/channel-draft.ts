import type { AlertChannel, AlertChannelInput, AlertChannelType, AlertSeverity } from '@yychat/protocol';
import { linesOf, textOfLines } from '../lines.js';

/** What a form has of a channel. Texts are as they are typed. */
export interface ChannelDraft {
  readonly id: string;
  readonly version: number | undefined;
  readonly type: AlertChannelType;
  readonly enabled: boolean;
  readonly language: 'en' | 'zh';
  readonly minSeverity: AlertSeverity;
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly texts: Readonly<Partial<Record<TextField, string>>>;
  /** Secrets that are kept as they are: the masks that stand for them. */
  readonly kept: Readonly<Partial<Record<SecretField, unknown>>>;
}

/** Fields that a form has a text for, by their names in the API. */
export type TextField =
  | 'name'
  | 'url'
  | 'secret'
  | 'headers'
  | 'keyword'
  | 'atMobiles'
  | 'host'
  | 'port'
  | 'user'
  | 'password'
  | 'from'
  | 'to'
  | 'timeZone'
  | 'rateMax'
  | 'ratePer';

export type SecretField = 'url' | 'secret' | 'headers' | 'password';

/** In the order of the form. */
export const FIELDS_OF: Readonly<Record<AlertChannelType, readonly TextField[]>> = {
  webhook: ['url', 'secret', 'headers'],
  slack: ['url'],
  dingtalk: ['url', 'secret', 'keyword', 'atMobiles'],
  feishu: ['url', 'secret', 'keyword'],
  wecom: ['url'],
  email: ['host', 'port', 'user', 'password', 'from', 'to'],
};

/** Written, and never read again. A robot's URL is a key itself. */
export function isSecret(type: AlertChannelType, field: TextField): field is SecretField {
  return field === 'url'
    ? type !== 'webhook'
    : field === 'secret' || field === 'headers' || field === 'password';
}

export function newChannel(timeZone: string, language: 'en' | 'zh'): ChannelDraft {
  return {
    id: '',
    version: undefined,
    type: 'webhook',
    enabled: true,
    language,
    minSeverity: 'info',
    tls: 'starttls',
    texts: { timeZone },
    kept: {},
  };
}

export function channelDraft(channel: AlertChannel): ChannelDraft {
  const { id, version, type, enabled, language, minSeverity, rateLimit } = channel;
  const fields = channel as unknown as Readonly<Record<string, unknown>>;
  const texts: Partial<Record<TextField, string>> = {};
  const kept: Partial<Record<SecretField, unknown>> = {};
  for (const field of ['name', 'timeZone', ...FIELDS_OF[type]] as const) {
    const value = fields[field];
    if (value === undefined) continue;
    if (isSecret(type, field)) kept[field] = value;
    else if (Array.isArray(value)) texts[field] = value.join('\n');
    else if (typeof value === 'string' || typeof value === 'number') texts[field] = String(value);
  }
  if (rateLimit !== undefined) {
    texts.rateMax = String(rateLimit.max);
    texts.ratePer = String(rateLimit.per);
  }
  const tls = channel.type === 'email' ? channel.tls : 'starttls';
  return { id, version, type, enabled, language, minSeverity, tls, texts, kept };
}

/** What is sent: masks where secrets stay, and nothing where nothing was typed. */
export function channelInput(draft: ChannelDraft): AlertChannelInput {
  const { id, version, type, enabled, language, minSeverity, tls, texts, kept } = draft;
  const fields: Record<string, unknown> = { id, type, enabled, language, minSeverity };
  if (version !== undefined) fields['version'] = version;
  if (type === 'email') fields['tls'] = tls;
  for (const field of ['name', 'timeZone', ...FIELDS_OF[type]] as const) {
    if (isSecret(type, field) && kept[field] !== undefined) fields[field] = kept[field];
    else {
      const value = valueOf(field, texts[field] ?? '');
      if (value !== undefined) fields[field] = value;
    }
  }
  const { rateMax = '', ratePer = '' } = texts;
  if (rateMax.trim() !== '')
    fields['rateLimit'] = { max: numberOf(rateMax), per: ratePer.trim() === '' ? 60 : numberOf(ratePer) };
  return fields as unknown as AlertChannelInput;
}

function valueOf(field: TextField, text: string): unknown {
  const typed = text.trim();
  if (typed === '') return undefined;
  if (field === 'to' || field === 'atMobiles') return typed.split(/[\s,;]+/);
  if (field === 'headers') return linesOf(typed, ':');
  return field === 'port' ? numberOf(typed) : typed;
}

/** What is no number goes as it is, so that the API says so. */
function numberOf(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** What stands for headers that are kept, name by name. */
export function keptText(value: unknown): string {
  if (typeof value === 'string') return value;
  return textOfLines(value as Readonly<Record<string, string>>, ':');
}
