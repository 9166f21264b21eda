import type { Translated } from '../i18n/messages.js';

/** Why the API refused or failed, by its error codes. */
const en = {
  engine_not_found: 'There is no such engine.',
  engine_unhealthy: 'The engine is not healthy.',
  engine_state_unavailable: 'The selection of the engine cannot be read or written now.',
  switch_conflict: 'Somebody else has switched at the same moment.',
  nothing_to_rebuild: 'This engine remembers what is in the log: there is nothing to rebuild.',
  personality_not_found: 'There is no such personality.',
  conversation_log_unavailable: 'The conversation log does not answer.',
  metrics_store_unavailable: 'The store of the figures does not answer.',
  turn_not_found: 'This request is not known.',
  turn_contents_unavailable: 'Other instances cannot be asked now.',
  alert_store_failed: 'The store of the alerts does not answer.',
  alert_conflict: 'Somebody else has changed it meanwhile.',
  too_many_previews: 'Too many previews are under way. Try again in a moment.',
  rate_limit_exceeded: 'Too many requests, or tokens, for this minute.',
  shutting_down: 'The service is shutting down.',
  upstream_unreachable: 'The model cannot be reached.',
  upstream_timeout: 'The model did not answer in time.',
  upstream_protocol_error: 'The model’s answer is not what the OpenAI API says it is.',
  request_too_large: 'The request is larger than the service takes.',
  internal_error: 'The service had an error.',
} as const;

const zh: Translated<typeof en> = {
  engine_not_found: '没有这个引擎。',
  engine_unhealthy: '引擎不健康。',
  engine_state_unavailable: '暂时无法读写引擎的选择。',
  switch_conflict: '有人同时进行了切换。',
  nothing_to_rebuild: '此引擎的记忆就是日志内容，无需重建。',
  personality_not_found: '没有这个人格。',
  conversation_log_unavailable: '会话日志没有响应。',
  metrics_store_unavailable: '指标存储没有响应。',
  turn_not_found: '没有这个请求的记录。',
  turn_contents_unavailable: '暂时无法询问其他实例。',
  alert_store_failed: '告警存储没有响应。',
  alert_conflict: '其他人已在此期间修改。',
  too_many_previews: '正在进行的预览过多，请稍后再试。',
  rate_limit_exceeded: '本分钟的请求或 token 已超出限额。',
  shutting_down: '服务正在关闭。',
  upstream_unreachable: '无法连接模型。',
  upstream_timeout: '模型未在时限内响应。',
  upstream_protocol_error: '模型的回答不符合 OpenAI API。',
  request_too_large: '请求超出服务接受的大小。',
  internal_error: '服务出错。',
};

export const reasonMessages = { en, zh };

declare module '../i18n/messages.js' {
  interface Namespaces {
    reasons: typeof en;
  }
}
