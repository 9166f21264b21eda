import type { AlertSeverity } from './alert-rules.js';

interface AnyAlertChannel {
  readonly id: string;
  /** Grows with every change. */
  readonly version: number;
  readonly name?: string | undefined;
  readonly enabled: boolean;
  readonly language: 'en' | 'zh';
  /** IANA time zone, for the times in messages. */
  readonly timeZone: string;
  /** What is less severe does not go there. */
  readonly minSeverity: AlertSeverity;
  /** Messages in any stretch of `per` seconds; the receiver's own limit holds as well. */
  readonly rateLimit?: { readonly max: number; readonly per: number } | undefined;
}

/**
 * A channel. Secrets are written and never read: a mask stands in their place, and keeps them when it is sent back, as long as the
 * destination stays.
 */
export type AlertChannel = AnyAlertChannel &
  (
    | {
        readonly type: 'webhook';
        readonly url: string;
        /** Secret. */
        readonly secret?: string | undefined;
        /** Their values are secret. */
        readonly headers?: Readonly<Record<string, string>> | undefined;
      }
    /** The URL is secret but for its origin; as below. */
    | { readonly type: 'slack' | 'wecom'; readonly url: string }
    | {
        readonly type: 'dingtalk';
        readonly url: string;
        /** Secret. */
        readonly secret?: string | undefined;
        /** A word that the robot insists on. */
        readonly keyword?: string | undefined;
        /** Telephone numbers of whom to mention. */
        readonly atMobiles: readonly string[];
      }
    | {
        readonly type: 'feishu';
        readonly url: string;
        /** Secret. */
        readonly secret?: string | undefined;
        readonly keyword?: string | undefined;
      }
    | {
        readonly type: 'email';
        readonly host: string;
        readonly port: number;
        readonly tls: 'starttls' | 'implicit' | 'none';
        readonly user?: string | undefined;
        /** Secret. */
        readonly password?: string | undefined;
        readonly from: string;
        readonly to: readonly string[];
      }
  );

export type AlertChannelType = AlertChannel['type'];

/** Fields of a channel that have a default; `version` has to be there where the channel exists already. */
type DefaultedField =
  'version' | 'enabled' | 'language' | 'timeZone' | 'minSeverity' | 'port' | 'tls' | 'atMobiles';

type InputOf<Channel> = Channel extends unknown
  ? Omit<Channel, DefaultedField> & Partial<Pick<Channel, Extract<keyof Channel, DefaultedField>>>
  : never;

export type AlertChannelInput = InputOf<AlertChannel>;

/** `PUT /v1/alerts/channels`: what stands in the place of all channels from now on. */
export interface AlertChannelsRequest {
  readonly channels: readonly AlertChannelInput[];
}

export interface AlertDeliveryProblem {
  /** `http_500`, `timeout`, `errcode_310000`, `address_refused`, … */
  readonly code: string;
  readonly message: string;
}

/** How a channel has been doing. Times in milliseconds since the epoch. */
export interface AlertDeliveries {
  readonly delivered: number;
  readonly failed: number;
  readonly retried: number;
  /** Messages that went into a digest. */
  readonly digested: number;
  readonly dropped: number;
  readonly lastDeliveredAt: number | null;
  readonly lastFailedAt: number | null;
  readonly lastError: AlertDeliveryProblem | null;
  /** Nothing is sent before. */
  readonly blockedUntil: number;
}

/** `GET /v1/alerts/channels` */
export interface AlertChannelView {
  readonly channel: AlertChannel;
  /** `null`: nothing was sent there yet. */
  readonly deliveries: AlertDeliveries | null;
  /** Messages that have not arrived yet. */
  readonly waiting: number;
}

/** `POST /v1/alerts/channels/{id}/test` */
export interface AlertChannelTest {
  readonly ok: boolean;
  /** Milliseconds. */
  readonly duration: number;
  readonly error: AlertDeliveryProblem | null;
}
