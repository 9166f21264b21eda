import type { Translated } from '../../i18n/messages.js';

/** What can be wrong with a field, by the API's codes. */
const en = {
  missing: 'This is missing.',
  unknown: 'There is no such field.',
  empty: 'This must not be empty.',
  type: 'This is not of the right kind.',
  option: 'One of {{options}}.',
  too_small: 'At least {{minimum}}.',
  too_big: 'At most {{maximum}}.',
  not_more: 'More than {{minimum}}.',
  not_less: 'Less than {{maximum}}.',
  too_short: 'At least {{minimum}} characters.',
  too_long: 'At most {{maximum}} characters.',
  too_many: 'At most {{maximum}}.',
  duration: 'From {{minimum}} to {{maximum}} seconds, or a text like “5m”.',
  identifier: '1 to 64 letters, digits, “_” or “-”, not beginning with a sign.',
  url: 'An http or https URL.',
  email: 'An e-mail address.',
  time: 'A time from 00:00 to 24:00.',
  zone: 'An IANA time zone like “Asia/Shanghai”.',
  secret: 'Visible ASCII characters without spaces.',
  address: 'No user or password in the address.',
  no_such_rule: 'There is no rule “{{id}}”.',
  no_such_channel: 'There is no channel “{{id}}”.',
  end_before_start: 'The end must come after the beginning.',
  end_too_late: 'At most 90 days after the beginning.',
  needs_engine: 'Say which engine is watched.',
  same_engine: 'Another engine than the one in scope.',
  fires_there: 'At this value the rule would still fire.',
  window_order: 'The short window must be shorter than the long one.',
  impossible_factor: 'This would need more errors than there are requests.',
  given_again: 'Give it again: it is kept for the same destination only.',
} as const;

const zh: Translated<typeof en> = {
  missing: '此项必填。',
  unknown: '没有这个字段。',
  empty: '不能为空。',
  type: '类型不正确。',
  option: '只能是以下之一：{{options}}。',
  too_small: '至少为 {{minimum}}。',
  too_big: '最多为 {{maximum}}。',
  not_more: '必须大于 {{minimum}}。',
  not_less: '必须小于 {{maximum}}。',
  too_short: '至少 {{minimum}} 个字符。',
  too_long: '最多 {{maximum}} 个字符。',
  too_many: '最多 {{maximum}} 项。',
  duration: '{{minimum}} 到 {{maximum}} 秒，或“5m”这样的写法。',
  identifier: '1 到 64 个字母、数字、“_”或“-”，不能以符号开头。',
  url: '须为 http 或 https 网址。',
  email: '须为电子邮件地址。',
  time: '须为 00:00 到 24:00 之间的时间。',
  zone: '须为 IANA 时区，例如“Asia/Shanghai”。',
  secret: '只能使用不含空格的可见 ASCII 字符。',
  address: '地址中不能包含用户名或密码。',
  no_such_rule: '没有规则“{{id}}”。',
  no_such_channel: '没有渠道“{{id}}”。',
  end_before_start: '结束时间必须晚于开始时间。',
  end_too_late: '最多在开始后 90 天。',
  needs_engine: '请指定要监视的引擎。',
  same_engine: '不能与范围内的引擎相同。',
  fires_there: '在此值下规则仍会触发。',
  window_order: '短窗口必须短于长窗口。',
  impossible_factor: '所需的错误数会超过请求数。',
  given_again: '请重新填写：密钥只为原来的目标地址保留。',
};

export const fieldMessages = { en, zh };

declare module '../../i18n/messages.js' {
  interface Namespaces {
    fields: typeof en;
  }
}
