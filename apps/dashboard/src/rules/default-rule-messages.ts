import type { Translated } from '../i18n/messages.js';

/** What the rules that the service begins with are called, and say of themselves, by their ids. English as the service has it. */
const en = {
  'engine-down': {
    name: 'Engine is not healthy',
    description: 'An engine says that it cannot serve. One that is only degraded can.',
  },
  'redis-down': {
    name: 'Redis cannot be reached',
    description: 'Chat goes on without its cache; figures and switches of the cluster wait.',
  },
  'error-rate': { name: 'Many requests fail' },
  'error-budget': {
    name: 'The error budget burns fast',
    description: 'At this rate a month’s budget of one error in a hundred is gone in two days.',
  },
  'slow-answers': { name: 'Answers are slow' },
  'slow-first-token': { name: 'The first token comes late' },
  'cache-hit-rate': { name: 'The cache finds less than an hour ago' },
  'memory-lag': {
    name: 'Memory falls behind',
    description: 'What was said is remembered late: the memory’s queue does not keep up.',
  },
} as const;

const zh: Translated<typeof en> = {
  'engine-down': { name: '引擎不健康', description: '有引擎报告无法服务。仅降级的引擎仍可服务。' },
  'redis-down': { name: '无法连接 Redis', description: '聊天不用缓存继续进行，集群的指标与切换需等待。' },
  'error-rate': { name: '大量请求失败' },
  'error-budget': {
    name: '错误预算消耗过快',
    description: '照此速度，一个月 1% 的错误预算两天就会用完。',
  },
  'slow-answers': { name: '回答缓慢' },
  'slow-first-token': { name: '首 token 过慢' },
  'cache-hit-rate': { name: '缓存命中率低于一小时前' },
  'memory-lag': { name: '记忆滞后', description: '对话内容迟迟未被记住：记忆队列处理不过来。' },
};

export const defaultRuleMessages = { en, zh };

declare module '../i18n/messages.js' {
  interface Namespaces {
    defaultRules: typeof en;
  }
}
