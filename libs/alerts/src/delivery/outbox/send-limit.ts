import type { ChannelConfig, ChannelType } from '../channels/channel-config.js';

/** At most `max` messages in any `per` milliseconds. */
export interface SendLimit {
  readonly max: number;
  readonly per: number;
}

/** Added to a receiver's window: two messages may travel differently fast. Milliseconds. */
const MARGIN = 2_000;

/** The receivers' own limits; where they have none, what people can stand. */
const LIMITS: Readonly<Record<ChannelType, readonly SendLimit[]>> = {
  webhook: [{ max: 60, per: 60_000 }],
  slack: [{ max: 1, per: 1_200 }],
  // More than 20 a minute, and the robot says nothing for 10 minutes.
  dingtalk: [{ max: 20, per: 60_000 + MARGIN }],
  feishu: [
    { max: 5, per: 1_200 },
    { max: 100, per: 60_000 + MARGIN },
  ],
  wecom: [{ max: 20, per: 60_000 + MARGIN }],
  email: [{ max: 20, per: 60_000 }],
};

/** Times of sending that have to be known for any of the limits. */
export const MOST_SENDS = 1_000;

export function limitsOf({ type, rateLimit }: ChannelConfig): readonly SendLimit[] {
  return rateLimit === undefined
    ? LIMITS[type]
    : [...LIMITS[type], { max: rateLimit.max, per: rateLimit.per * 1_000 }];
}

export interface Allowance {
  /** Messages that may go now. */
  readonly free: number;
  /** When the next may, where none may now. Milliseconds since the epoch. */
  readonly nextAt: number;
}

/** What the limits leave, after messages at these times. */
export function allowance(limits: readonly SendLimit[], sends: readonly number[], now: number): Allowance {
  let free = Number.POSITIVE_INFINITY;
  let nextAt = now;
  for (const { max, per } of limits) {
    const recent = sends.filter((at) => at <= now && now - at < per);
    free = Math.min(free, Math.max(0, max - recent.length));
    const oldest = recent[recent.length - max];
    if (oldest !== undefined) nextAt = Math.max(nextAt, oldest + per);
  }
  return { free, nextAt };
}

/** The times that are still of use. */
export function rememberSend(
  limits: readonly SendLimit[],
  sends: readonly number[],
  now: number,
): readonly number[] {
  const longest = Math.max(...limits.map(({ per }) => per));
  return [...sends.filter((at) => at <= now && now - at < longest), now].slice(-MOST_SENDS);
}
