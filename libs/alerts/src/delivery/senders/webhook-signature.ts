import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that a signed webhook has: `t=SECONDS,v1=HEX`. */
export const SIGNATURE_HEADER = 'x-yychat-signature';

/** HMAC-SHA256 over `SECONDS.BODY`, so that an old message cannot be sent again as a new one. */
export function signWebhook(body: string, secret: string, now: number): string {
  const seconds = Math.floor(now / 1_000);
  return `t=${seconds},v1=${digest(body, secret, seconds).toString('hex')}`;
}

export interface VerifyWebhook {
  /** As it came, before anybody parsed it. */
  readonly body: string;
  /** The header `x-yychat-signature`. */
  readonly signature: string | undefined;
  readonly secret: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Seconds that sender and receiver may differ; default 300. */
  readonly tolerance?: number;
}

/** For receivers: whether a webhook comes from who has the secret, and is not old. In constant time. */
export function verifyWebhook({ body, signature, secret, now, tolerance = 300 }: VerifyWebhook): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '');
  if (match === null) return false;
  const seconds = Number(match[1]);
  const given = Buffer.from(match[2] ?? '', 'hex');
  return (
    timingSafeEqual(given, digest(body, secret, seconds)) && Math.abs(now / 1_000 - seconds) <= tolerance
  );
}

function digest(body: string, secret: string, seconds: number): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
}
