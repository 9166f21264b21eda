import { DeliveryError } from '../delivery-error.js';
import { checkStatus } from '../http/check-answer.js';
import { post } from '../http/post.js';
import { compose } from '../message/compose.js';
import { cutBytes } from '../message/cut.js';
import type { Message } from '../message/message.js';
import { escapeSlack, renderBody, type Style } from '../message/render.js';
import type { Sender } from './sender.js';

const STYLE: Style = {
  heading: (text) => `*${escapeSlack(text)}*\n`,
  fact: ({ label, text, url }) =>
    `${label}: ${url === undefined ? escapeSlack(text) : `<${escapeSlack(url)}>`}\n`,
  more: (text) => `${text}\n`,
  gap: '\n',
};

const COLOR: Readonly<Record<Message['tone'], string>> = {
  critical: '#d55e00',
  warning: '#e69f00',
  info: '#56b4e9',
  resolved: '#009e73',
  test: '#56b4e9',
};

/** Characters of a section's text. @see https://docs.slack.dev/reference/block-kit/blocks/section-block */
const MOST_TEXT = 2_900;
const MOST_TITLE = 2_000;

/** Slack's incoming webhook. @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const sendSlack: Sender<'slack'> = async (channel, notification, outside, signal) => {
  const message = compose(notification, channel, outside);
  const title = escapeSlack(cutBytes(message.title, MOST_TITLE));
  const text = renderBody(message, STYLE, MOST_TEXT, channel.language);
  const body = JSON.stringify({
    text: title,
    attachments: [
      { color: COLOR[message.tone], blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] },
    ],
  });
  const answer = await post({ url: new URL(channel.url), body }, outside, signal);
  checkStatus(answer);
  if (answer.text.trim() === 'ok') return {};
  throw new DeliveryError('Slack did not say that it took the message.', {
    code: 'slack_not_ok',
    retryable: false,
  });
};
