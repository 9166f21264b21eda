import type { Translated } from '../../i18n/messages.js';

/** What the service says of alerts in its own words. English as the service has it: by it the words are known. */
const en = {
  health: {
    none: 'there is no data',
    few: '{{found}} of {{needed}} samples',
    failed: 'the source failed',
    late: 'the source took too long',
    missing: 'the source gave no sample',
    unkept: 'the source kept no figure',
    infinite: 'the source gave no finite number',
    incomplete: 'what other instances measured is not known',
  },
  overlay: {
    inhibited: 'rule "{{rule}}" is firing',
    flapping: 'it fired again and again: no reminders, and resolved only after a longer calm',
    rateLimited: 'a channel may not send more just now',
  },
  closed: {
    deleted: 'the rule was deleted',
    disabled: 'the rule was disabled',
    engineGone: 'the engine is no longer there',
  },
  switched: {
    notInForce: '"{{engine}}" is not in force any more',
    coolDown: 'a rule switched less than {{seconds}} s ago',
    tooOften: 'this rule switched {{times}} times within an hour',
  },
  delivery: {
    gone: 'the channel is gone or disabled',
    early: 'it was resolved before it could be sent',
    refused: '{{refused}} of {{all}} recipients were refused',
    failed: 'The message could not be sent.',
    late: 'There was no answer within {{time}} ms.',
    unreachable: 'The receiver could not be reached ({{why}}).',
    status: 'The receiver answered with status {{status}}.',
    redirect: 'The receiver redirects ({{status}}), which is not followed.',
    forbidden: 'Messages may not go to this host: {{why}}.',
    unnamed: 'The host’s name could not be resolved.',
    noAddress: 'The host has no address.',
    robotCode: 'The robot’s answer has no code.',
    robot: 'The robot refused the message ({{why}}).',
    slack: 'Slack did not say that it took the message.',
    mail: 'The mail server did not take the message ({{why}}).',
    mailLate: 'The mail was not taken within {{time}} ms.',
    mailPackage: 'E-mail needs the package nodemailer, which is not installed.',
  },
} as const;

const zh: Translated<typeof en> = {
  health: {
    none: '没有数据',
    few: '样本 {{found}} 个，需要 {{needed}} 个',
    failed: '数据源出错',
    late: '数据源响应过慢',
    missing: '数据源没有给出样本',
    unkept: '数据源没有保留该数据',
    infinite: '数据源给出的不是有限数值',
    incomplete: '其他实例的测量结果未知',
  },
  overlay: {
    inhibited: '规则“{{rule}}”正在触发',
    flapping: '反复触发：不再提醒，较长时间平稳后才算恢复',
    rateLimited: '某个通知渠道暂时不能再发送',
  },
  closed: {
    deleted: '规则已删除',
    disabled: '规则已停用',
    engineGone: '引擎已不存在',
  },
  switched: {
    notInForce: '“{{engine}}”已不是当前引擎',
    coolDown: '{{seconds}} 秒内已有规则切换过引擎',
    tooOften: '该规则一小时内已切换 {{times}} 次',
  },
  delivery: {
    gone: '通知渠道已删除或停用',
    early: '发送之前已恢复',
    refused: '{{all}} 位收件人中有 {{refused}} 位被拒收',
    failed: '消息无法发送。',
    late: '{{time}} 毫秒内没有应答。',
    unreachable: '无法连接接收方（{{why}}）。',
    status: '接收方返回状态 {{status}}。',
    redirect: '接收方要求重定向（{{status}}），不予跟随。',
    forbidden: '不允许向该主机发送消息：{{why}}。',
    unnamed: '无法解析主机名。',
    noAddress: '该主机没有地址。',
    robotCode: '机器人的应答中没有状态码。',
    robot: '机器人拒收了消息（{{why}}）。',
    slack: 'Slack 没有确认收到消息。',
    mail: '邮件服务器拒收了消息（{{why}}）。',
    mailLate: '{{time}} 毫秒内邮件未被接收。',
    mailPackage: '发送邮件需要 nodemailer 软件包，但它没有安装。',
  },
};

export const saidMessages = { en, zh };

declare module '../../i18n/messages.js' {
  interface Namespaces {
    said: typeof en;
  }
}
