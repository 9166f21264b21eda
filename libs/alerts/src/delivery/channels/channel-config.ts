import { z } from 'zod';
import { duration } from '../../rule/duration.js';
import { refusal } from '../../rule/field-issues.js';
import { identifier, prose } from '../../rule/identifier.js';
import { SEVERITIES } from '../../rule/rule.js';
import { isZone, NO_ZONE } from '../../rule/mute-time.js';

const address = z
  .url({ protocol: /^https?$/, error: 'an http or https URL' })
  .max(2_000)
  .refine(
    (url) => URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '',
    refusal('address', 'must not hold a user or password'),
  );
const secret = z
  .string()
  .min(1)
  .max(1_000)
  .refine(
    (text) => /^[\x21-\x7e]+$/.test(text),
    refusal('secret', 'visible ASCII characters without spaces'),
  );
const headerName = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'letters, digits and "-"');
const headerValue = z
  .string()
  .max(2_000)
  .regex(/^[\x20-\x7e]*$/, 'visible ASCII characters');
const mail = z.email('an e-mail address').max(320);

/** What every channel has. */
const common = {
  id: identifier,
  /** Grows by one with every change. */
  version: z.int().min(1).default(1),
  name: prose(200).optional(),
  enabled: z.boolean().default(true),
  language: z.enum(['en', 'zh']).default('en'),
  /** For the times in messages. */
  timeZone: z.string().max(64).refine(isZone, NO_ZONE).default('UTC'),
  /** What is less severe does not come here. */
  minSeverity: z.enum(SEVERITIES).default('info'),
  /** Messages in any stretch of so many seconds; the receiver's own limit holds as well. */
  rateLimit: z.strictObject({ max: z.int().min(1).max(1_000), per: duration(1, 3_600) }).optional(),
};

/** A word that a robot insists on ("custom keywords"). */
const keyword = prose(100).optional();

const webhook = z.strictObject({
  ...common,
  type: z.literal('webhook'),
  url: address,
  /** Signs each message: see `verifyWebhook`. */
  secret: secret.min(16, 'at least 16 characters').optional(),
  headers: z.record(headerName, headerValue).optional(),
});
const slack = z.strictObject({ ...common, type: z.literal('slack'), url: address });
const dingtalk = z.strictObject({
  ...common,
  type: z.literal('dingtalk'),
  url: address,
  secret: secret.optional(),
  keyword,
  /** Whom to mention, by telephone number. */
  atMobiles: z
    .array(z.string().regex(/^\+?[0-9-]{5,20}$/, 'a telephone number'))
    .max(20)
    .default([]),
});
const feishu = z.strictObject({
  ...common,
  type: z.literal('feishu'),
  url: address,
  secret: secret.optional(),
  keyword,
});
const wecom = z.strictObject({ ...common, type: z.literal('wecom'), url: address });
const email = z.strictObject({
  ...common,
  type: z.literal('email'),
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9.:_-]+$/, 'a host name or address'),
  port: z.int().min(1).max(65_535).default(587),
  /** `starttls` insists on it; `none` sends in the clear. */
  tls: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
  user: prose(320).optional(),
  password: z.string().min(1).max(1_000).optional(),
  from: mail,
  to: z.array(mail).min(1).max(50),
});

export const CHANNEL_TYPES = ['webhook', 'slack', 'dingtalk', 'feishu', 'wecom', 'email'] as const;

export const channelSchema = z.discriminatedUnion('type', [webhook, slack, dingtalk, feishu, wecom, email], {
  error: `one of ${CHANNEL_TYPES.join(', ')}`,
});

export type ChannelConfig = z.output<typeof channelSchema>;
export type ChannelInput = z.input<typeof channelSchema>;
export type ChannelType = ChannelConfig['type'];
export type ChannelOf<T extends ChannelType> = Extract<ChannelConfig, { type: T }>;
