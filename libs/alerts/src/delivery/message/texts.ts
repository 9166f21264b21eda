import type { NoticeKind } from '../../overlay/notice.js';
import type { Aggregation } from '../../ports/signal-source.js';
import type { Operator } from '../../rule/condition.js';
import type { Severity } from '../../rule/rule.js';

export type Language = 'en' | 'zh';

/** The words of messages. `condition` holds no signs that a markdown could take for its own. */
export interface Texts {
  readonly kind: Readonly<Record<NoticeKind, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly op: Readonly<Record<Operator, string>>;
  readonly agg: Partial<Readonly<Record<Aggregation, string>>>;
  readonly label: {
    readonly value: string;
    readonly peak: string;
    readonly condition: string;
    readonly engine: string;
    readonly model: string;
    readonly began: string;
    readonly ended: string;
    readonly lasted: string;
    readonly why: string;
    readonly labels: string;
    readonly runbook: string;
    readonly dashboard: string;
    readonly flapping: string;
  };
  readonly title: (kind: string, severity: string, name: string) => string;
  readonly group: (kind: string, count: number) => string;
  readonly digest: (count: number, firing: number, resolved: number) => string;
  readonly more: (count: number) => string;
  readonly flapping: string;
  readonly test: { readonly title: string; readonly text: string };
  readonly signal: (agg: string, metric: string, window: string) => string;
  readonly lasting: (condition: string, duration: string) => string;
  readonly threshold: (signal: string, op: string, limit: string) => string;
  readonly compared: (signal: string, op: string, factor: string, other: string, its: string) => string;
  readonly changed: (signal: string, op: string, factor: string, ago: string, its: string) => string;
  readonly burning: (factor: string, objective: string, long: string, short: string) => string;
  readonly absent: (signal: string) => string;
}

const en: Texts = {
  kind: { fired: 'FIRING', repeated: 'STILL FIRING', resolved: 'RESOLVED' },
  severity: { info: 'info', warning: 'warning', critical: 'critical' },
  op: { '>': 'above', '>=': 'at or above', '<': 'below', '<=': 'at or below' },
  agg: {},
  label: {
    value: 'Value',
    peak: 'Worst',
    condition: 'Condition',
    engine: 'Engine',
    model: 'Model',
    began: 'Began',
    ended: 'Ended',
    lasted: 'Lasted',
    why: 'Why',
    labels: 'Labels',
    runbook: 'Runbook',
    dashboard: 'Dashboard',
    flapping: 'Restless',
  },
  title: (kind, severity, name) => `[${kind}, ${severity}] ${name}`,
  group: (kind, count) => `[${kind}] ${count} alerts`,
  digest: (count, firing, resolved) => `[DIGEST] ${count} alerts: ${firing} firing, ${resolved} resolved`,
  more: (count) => `… and ${count} more`,
  flapping: 'fires again and again; resolved only after a longer calm',
  test: { title: '[TEST] YYChat alerts', text: 'This is a test. Messages of this channel arrive.' },
  signal: (agg, metric, window) => `${agg} of ${metric} over ${window}`,
  lasting: (condition, duration) => `${condition}, for ${duration}`,
  threshold: (signal, op, limit) => `${signal} ${op} ${limit}`,
  compared: (signal, op, factor, other, its) => `${signal} ${op} ${factor} times that of ${other} (${its})`,
  changed: (signal, op, factor, ago, its) =>
    `${signal} ${op} ${factor} times what it was ${ago} ago (${its})`,
  burning: (factor, objective, long, short) =>
    `error budget of ${objective} burns at ${factor} times its rate over ${long} and ${short}`,
  absent: (signal) => `no data: ${signal}`,
};

const zh: Texts = {
  kind: { fired: '告警触发', repeated: '告警持续', resolved: '告警恢复' },
  severity: { info: '提示', warning: '警告', critical: '严重' },
  op: { '>': '高于', '>=': '不低于', '<': '低于', '<=': '不高于' },
  agg: {
    avg: '平均值',
    min: '最小值',
    max: '最大值',
    sum: '总和',
    count: '数量',
    rate: '每秒速率',
    ratio: '比率',
    last: '最新值',
  },
  label: {
    value: '当前值',
    peak: '最差值',
    condition: '条件',
    engine: '引擎',
    model: '模型',
    began: '开始时间',
    ended: '恢复时间',
    lasted: '持续时长',
    why: '原因',
    labels: '标签',
    runbook: '处理手册',
    dashboard: '仪表盘',
    flapping: '抖动',
  },
  title: (kind, severity, name) => `【${kind}·${severity}】${name}`,
  group: (kind, count) => `【${kind}】${count} 条告警`,
  digest: (count, firing, resolved) => `【告警汇总】${count} 条：触发 ${firing} 条，恢复 ${resolved} 条`,
  more: (count) => `……另有 ${count} 条`,
  flapping: '反复触发，需较长时间平稳后才判定恢复',
  test: { title: '【测试】YYChat 告警', text: '这是一条测试消息，此渠道可以正常接收。' },
  signal: (agg, metric, window) => `${metric} 在 ${window}内的${agg}`,
  lasting: (condition, duration) => `${condition}，持续 ${duration}`,
  threshold: (signal, op, limit) => `${signal}${op} ${limit}`,
  compared: (signal, op, factor, other, its) => `${signal}${op} ${other} 的 ${factor} 倍（${its}）`,
  changed: (signal, op, factor, ago, its) => `${signal}${op} ${ago}前的 ${factor} 倍（${its}）`,
  burning: (factor, objective, long, short) =>
    `${long}和 ${short}内，${objective} 目标的错误预算消耗速度达到 ${factor} 倍`,
  absent: (signal) => `无数据：${signal}`,
};

export const TEXTS: Readonly<Record<Language, Texts>> = { en, zh };
