import type { AlertNotification } from '../../overlay/notification.js';
import type { ChannelConfig } from '../channels/channel-config.js';
import { secretTexts } from '../channels/channel-secrets.js';
import { DeliveryError, toDeliveryError } from '../delivery-error.js';
import type { Outside } from '../http/post.js';
import { sendDingTalk } from './dingtalk.js';
import { sendEmail } from './email.js';
import { sendFeishu } from './feishu.js';
import type { Delivered } from './sender.js';
import { sendSlack } from './slack.js';
import { sendWebhook } from './webhook.js';
import { sendWeCom } from './wecom.js';

/** Sends a message to a channel of any type. Rejects with DeliveryError, whose message has none of the channel's secrets. */
export async function send(
  channel: ChannelConfig,
  notification: AlertNotification,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivered> {
  try {
    return await sendAny(channel, notification, outside, signal);
  } catch (error) {
    throw redacted(toDeliveryError(error), channel);
  }
}

function sendAny(
  channel: ChannelConfig,
  notification: AlertNotification,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivered> {
  switch (channel.type) {
    case 'webhook':
      return sendWebhook(channel, notification, outside, signal);
    case 'slack':
      return sendSlack(channel, notification, outside, signal);
    case 'dingtalk':
      return sendDingTalk(channel, notification, outside, signal);
    case 'feishu':
      return sendFeishu(channel, notification, outside, signal);
    case 'wecom':
      return sendWeCom(channel, notification, outside, signal);
    case 'email':
      return sendEmail(channel, notification, outside, signal);
  }
}

/** A receiver may quote what it was sent, and does not get to put it into our logs. */
function redacted(error: DeliveryError, channel: ChannelConfig): DeliveryError {
  const message = secretTexts(channel).reduce(
    (text, secret) => text.replaceAll(secret, '***'),
    error.message,
  );
  const { code, retryable, retryAfter } = error;
  return new DeliveryError(message, { code, retryable, ...(retryAfter !== undefined && { retryAfter }) });
}
