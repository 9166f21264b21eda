/** How finely time is kept: 10 s for a quarter of an hour, 5 min for as long as anything is. */
export const TIERS = ['10s', '5m'] as const;
export type Tier = (typeof TIERS)[number];

/** Milliseconds. */
export const TIER_WIDTH: Readonly<Record<Tier, number>> = { '10s': 10_000, '5m': 300_000 };

/** Milliseconds for which the fine tier is kept. */
export const FINE_KEPT = 15 * 60_000;

/** A stretch of time: all of the tier's width from `start` on, in milliseconds since the epoch, a multiple of the width. */
export interface Bucket {
  readonly tier: Tier;
  readonly start: number;
}

/** The bucket that a moment is in. */
export function bucketAt(tier: Tier, time: number): Bucket {
  return { tier, start: Math.floor(time / TIER_WIDTH[tier]) * TIER_WIDTH[tier] };
}

export function endOf({ tier, start }: Bucket): number {
  return start + TIER_WIDTH[tier];
}

export function bucketName({ tier, start }: Bucket): string {
  return `${tier}:${start}`;
}

/** The beginning of the bucket of that name. */
export function startOf(name: string): number {
  return Number(name.slice(name.indexOf(':') + 1));
}
