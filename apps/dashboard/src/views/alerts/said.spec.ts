import { describe, expect, it } from '@jest/globals';
import { translate } from '../../i18n/translate.js';
import { recognize } from './said.js';
import { saidMessages } from './said-messages.js';

const inChinese = (text: string) => {
  const said = recognize(text);
  return said && translate(saidMessages.zh, 'zh-CN', said.key, said.values);
};

describe('what the service says of alerts', () => {
  it.each([
    ['there is no data', '没有数据'],
    ['3 of 20 samples', '样本 3 个，需要 20 个'],
    ['rule "engine-down" is firing', '规则“engine-down”正在触发'],
    ['The receiver could not be reached (ECONNREFUSED).', '无法连接接收方（ECONNREFUSED）。'],
    [
      'The robot refused the message (errcode 310000: keywords (not) in content).',
      '机器人拒收了消息（errcode 310000: keywords (not) in content）。',
    ],
  ])('"%s" is said in Chinese', (english, chinese) => expect(inChinese(english)).toBe(chinese));

  it('is in English what it was', () => {
    const said = recognize('1 of 2 recipients were refused');
    expect(said && translate(saidMessages.en, 'en', said.key, said.values)).toBe(
      '1 of 2 recipients were refused',
    );
  });

  it.each(['ops: there is no data', 'there is no data.', '', 'maintenance'])(
    '"%s" is somebody’s own',
    (text) => expect(recognize(text)).toBeUndefined(),
  );
});
