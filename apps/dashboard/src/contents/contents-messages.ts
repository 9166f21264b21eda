import type { Translated } from '../i18n/messages.js';

const en = {
  memories: 'What was remembered',
  memoriesCount_one: 'What was remembered: {{count}} memory',
  memoriesCount_other: 'What was remembered: {{count}} memories',
  tools: 'Tools that ran',
  toolsCount_one: 'What ran: {{count}} tool',
  toolsCount_other: 'What ran: {{count}} tools',
  roles: { user: 'User', assistant: 'Assistant', fact: 'Fact' },
  factOf: 'derived by {{engine}}',
  here: 'this conversation',
  there: 'conversation {{conversation}}',
  score: 'score {{score}}',
  arguments: 'Arguments',
  result: 'Result',
  failed: 'failed',
  truncated: 'Long texts are cut.',
  gone: 'It is kept for some minutes only, or belongs to another tenant.',
} as const;

const zh: Translated<typeof en> = {
  memories: '召回的记忆',
  memoriesCount_one: '召回的记忆：{{count}} 条',
  memoriesCount_other: '召回的记忆：{{count}} 条',
  tools: '运行的工具',
  toolsCount_one: '运行的工具：{{count}} 个',
  toolsCount_other: '运行的工具：{{count}} 个',
  roles: { user: '用户', assistant: '助手', fact: '事实' },
  factOf: '由 {{engine}} 提炼',
  here: '本会话',
  there: '会话 {{conversation}}',
  score: '得分 {{score}}',
  arguments: '参数',
  result: '结果',
  failed: '失败',
  truncated: '过长的文字已截断。',
  gone: '内容只保留几分钟，或属于其他租户。',
};

export const contentsMessages = { en, zh };

declare module '../i18n/messages.js' {
  interface Namespaces {
    contents: typeof en;
  }
}
