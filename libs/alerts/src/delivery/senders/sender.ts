import type { AlertNotification } from '../../overlay/notification.js';
import type { ChannelOf, ChannelType } from '../channels/channel-config.js';
import type { Outside } from '../http/post.js';

export interface Delivered {
  /** What went wrong all the same: some of the recipients were refused. */
  readonly note?: string;
}

/** Sends one message to one kind of receiver. Rejects with DeliveryError unless the receiver has said that it took the message. */
export type Sender<T extends ChannelType> = (
  channel: ChannelOf<T>,
  notification: AlertNotification,
  outside: Outside,
  signal: AbortSignal,
) => Promise<Delivered>;
