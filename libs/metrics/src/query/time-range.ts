import { FINE_KEPT, TIER_WIDTH, type Bucket, type Tier } from '../store/tiers.js';
import { InvalidQueryError } from './query-errors.js';

/** The windows that the API offers, in milliseconds. */
export const WINDOWS = { '1m': 60_000, '5m': 300_000, '1h': 3_600_000, '24h': 86_400_000 } as const;
export type WindowName = keyof typeof WINDOWS;

/** A window that ends now: one of the API's, or any number of seconds. */
export type Window = WindowName | number;

/** A series in more pieces than that is not for eyes, and expensive. */
const MAX_STEPS = 2_000;

/** Time as it is kept: from `from` (included) to `to` (excluded), both milliseconds since the epoch and ends of buckets. */
export interface TimeRange {
  readonly tier: Tier;
  readonly from: number;
  readonly to: number;
  /** All of it, oldest first. */
  readonly buckets: readonly Bucket[];
}

/** @throws InvalidQueryError when it is not a positive number of seconds */
export function windowLength(window: Window): number {
  if (typeof window !== 'number') return WINDOWS[window];
  if (!(window > 0) || !Number.isFinite(window))
    throw new InvalidQueryError('A window is a positive number of seconds.', 'window');
  return window * 1_000;
}

/** @throws InvalidQueryError when the text is no window of the API */
export function windowNamed(text: string): WindowName {
  if (Object.hasOwn(WINDOWS, text)) return text as WindowName;
  throw new InvalidQueryError(
    `There is no window "${text}". There are ${Object.keys(WINDOWS).join(', ')}.`,
    'window',
  );
}

/**
 * The stretch of time that a window covers: it ends with the bucket that has begun, and begins with the bucket that the window begins
 * in. So it is longer than the window by less than two buckets, of 10 s where the window is at most 14 minutes, else of 5 min.
 */
export function rangeOf(window: Window, now: number): TimeRange {
  const length = windowLength(window);
  const tier = length <= FINE_KEPT - 60_000 ? '10s' : '5m';
  const width = TIER_WIDTH[tier];
  return bucketsBetween(tier, floor(now - length, width), floor(now, width) + width);
}

/**
 * Divides a window into steps. They begin at multiples of their length, which is that of some buckets.
 * @param step seconds; made longer where buckets are
 * @throws InvalidQueryError when that is too many steps, or none
 */
export function stepsOf(
  window: Window,
  step: number,
  now: number,
): { readonly step: number; readonly ranges: readonly TimeRange[] } {
  if (!(step > 0)) throw new InvalidQueryError('A step is a positive number of seconds.', 'step');
  const { tier, from, to } = rangeOf(window, now);
  const width = TIER_WIDTH[tier];
  const length = Math.ceil((step * 1_000) / width) * width;
  if ((to - from) / length > MAX_STEPS)
    throw new InvalidQueryError(`A series has at most ${MAX_STEPS} steps: make them longer.`, 'step');
  const ranges: TimeRange[] = [];
  for (let begin = floor(from, length); begin < to; begin += length) {
    ranges.push(bucketsBetween(tier, begin, Math.min(begin + length, to)));
  }
  return { step: length / 1_000, ranges };
}

function bucketsBetween(tier: Tier, from: number, to: number): TimeRange {
  const width = TIER_WIDTH[tier];
  const buckets = Array.from({ length: (to - from) / width }, (_, i) => ({ tier, start: from + i * width }));
  return { tier, from, to, buckets };
}

function floor(time: number, width: number): number {
  return Math.floor(time / width) * width;
}
