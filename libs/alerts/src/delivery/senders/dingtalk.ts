import { createHmac } from 'node:crypto';
import { post } from '../http/post.js';
import { compose } from '../message/compose.js';
import { cutBytes } from '../message/cut.js';
import { linkedText } from '../message/link.js';
import { plainMarkdown, renderBody, type Style } from '../message/render.js';
import { checkRobot, type RobotErrors } from './robot-answer.js';
import type { Sender } from './sender.js';

const ERRORS: RobotErrors = {
  field: 'errcode',
  text: 'errmsg',
  // More than 20 a minute: it takes nothing for 10 minutes.
  limited: { 130_101: 600_000, 410_100: 600_000, 90_030: 600_000 },
  passing: [-1],
};

const STYLE: Style = {
  heading: (text) => `**${plainMarkdown(text)}**\n\n`,
  fact: (fact) => `- ${fact.label}: ${linkedText(fact)}\n`,
  more: (text) => `\n${text}\n`,
  gap: '\n',
};

/** Bytes that a message's text may have, with room to the robot's limit of 20,000. */
const MOST_TEXT = 16_000;
const MOST_TITLE = 400;

/** DingTalk's custom robot. @see https://open.dingtalk.com/document/robots/custom-robot-access */
export const sendDingTalk: Sender<'dingtalk'> = async (channel, notification, outside, signal) => {
  const message = compose(notification, channel, outside);
  const title = plainMarkdown(cutBytes(message.title, MOST_TITLE));
  const mention = channel.atMobiles.map((mobile) => `@${mobile}`).join(' ');
  const text = `#### ${title}\n\n${renderBody(message, STYLE, MOST_TEXT, channel.language)}${mention && `\n${mention}`}`;
  const body = JSON.stringify({
    msgtype: 'markdown',
    markdown: { title, text },
    at: { atMobiles: channel.atMobiles, isAtAll: false },
  });
  const url = new URL(channel.url);
  if (channel.secret !== undefined) sign(url, channel.secret, outside.clock.now());
  checkRobot(await post({ url, body }, outside, signal), ERRORS);
  return {};
};

/** Adds `timestamp` and `sign`: HMAC-SHA256 of "milliseconds, line feed, secret" under the secret, in Base64. */
function sign(url: URL, secret: string, now: number): void {
  const timestamp = String(Math.floor(now));
  url.searchParams.set('timestamp', timestamp);
  url.searchParams.set(
    'sign',
    createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
  );
}
