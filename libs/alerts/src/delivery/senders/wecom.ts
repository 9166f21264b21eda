import { post } from '../http/post.js';
import { compose } from '../message/compose.js';
import { cutBytes } from '../message/cut.js';
import { linkedText } from '../message/link.js';
import type { Message } from '../message/message.js';
import { plainMarkdown, renderBody, type Style } from '../message/render.js';
import { checkRobot, type RobotErrors } from './robot-answer.js';
import type { Sender } from './sender.js';

const ERRORS: RobotErrors = {
  field: 'errcode',
  text: 'errmsg',
  // More than 20 a minute; too many at once.
  limited: { 45_009: 60_000, 45_033: 10_000 },
  passing: [-1, 42_001],
};

const STYLE: Style = {
  heading: (text) => `**${plainMarkdown(text)}**\n`,
  fact: (fact) => `>${fact.label}: ${linkedText(fact)}\n`,
  more: (text) => `${text}\n`,
  gap: '\n',
};

/** The three colours that there are. */
const COLOR: Readonly<Record<Message['tone'], string>> = {
  critical: 'warning',
  warning: 'warning',
  info: 'comment',
  resolved: 'info',
  test: 'comment',
};

/** Bytes of a markdown message, all in all. */
const MOST_CONTENT = 4_096;
const MOST_TITLE = 400;

/** WeCom's group robot; its key is in the URL. @see https://developer.work.weixin.qq.com/document/path/91770 */
export const sendWeCom: Sender<'wecom'> = async (channel, notification, outside, signal) => {
  const message = compose(notification, channel, outside);
  const title = `<font color="${COLOR[message.tone]}">${plainMarkdown(cutBytes(message.title, MOST_TITLE))}</font>\n`;
  // A sign that becomes its full-width twin takes three bytes for one: count afterwards.
  const room = MOST_CONTENT - Buffer.byteLength(title, 'utf8');
  const content = title + renderBody(message, STYLE, room, channel.language);
  const body = JSON.stringify({ msgtype: 'markdown', markdown: { content } });
  checkRobot(await post({ url: new URL(channel.url), body }, outside, signal), ERRORS);
  return {};
};
