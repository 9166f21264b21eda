import { createHmac } from 'node:crypto';
import { post } from '../http/post.js';
import { compose } from '../message/compose.js';
import { cutBytes } from '../message/cut.js';
import { linkedText } from '../message/link.js';
import type { Message } from '../message/message.js';
import { plainMarkdown, renderBody, type Style } from '../message/render.js';
import { checkRobot, type RobotErrors } from './robot-answer.js';
import type { Sender } from './sender.js';

const ERRORS: RobotErrors = {
  field: 'code',
  text: 'msg',
  // More than 100 a minute or 5 a second, or the whole service is under load (at :00 and :30).
  limited: { 11_232: 60_000, 99_991_400: 60_000 },
  passing: [11_233, 11_246],
};

const STYLE: Style = {
  heading: (text) => `**${plainMarkdown(text)}**\n`,
  fact: (fact) => `${fact.label}: ${linkedText(fact)}\n`,
  more: (text) => `${text}\n`,
  gap: '\n',
};

const TEMPLATE: Readonly<Record<Message['tone'], string>> = {
  critical: 'red',
  warning: 'orange',
  info: 'blue',
  resolved: 'green',
  test: 'blue',
};

/** Bytes; the whole request may have 20 KB, and JSON makes the text longer. */
const MOST_TEXT = 12_000;
const MOST_TITLE = 400;

/** Feishu's (and Lark's) custom robot. @see https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */
export const sendFeishu: Sender<'feishu'> = async (channel, notification, outside, signal) => {
  const message = compose(notification, channel, outside);
  const content = renderBody(message, STYLE, MOST_TEXT, channel.language);
  const body = JSON.stringify({
    ...(channel.secret !== undefined && signature(channel.secret, outside.clock.now())),
    msg_type: 'interactive',
    card: {
      config: { wide_screen_mode: true },
      header: {
        title: { tag: 'plain_text', content: cutBytes(message.title, MOST_TITLE) },
        template: TEMPLATE[message.tone],
      },
      elements: [{ tag: 'markdown', content }],
    },
  });
  checkRobot(await post({ url: new URL(channel.url), body }, outside, signal), ERRORS);
  return {};
};

/** The key is "seconds, line feed, secret", and the message is empty: not the other way round. */
function signature(secret: string, now: number): { readonly timestamp: string; readonly sign: string } {
  const timestamp = String(Math.floor(now / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}
