import { FINE_KEPT, TIER_WIDTH, type Bucket, type Tier } from '../store/tiers.js';
import { InvalidQueryError } from './query-errors.js';

/** The windows that the API offers, in milliseconds. */
export const WINDOWS = { '1m': 60_000, '5m': 300_000, '1h': 3_600_000, '24h': 86_400_000 } as const;
export type WindowName = keyof typeof WINDOWS;

/** A window that ends now: one of the API's, or any number of seconds. */
export type Window = WindowName | number;

/** A series in more pieces than that is not for eyes, and expensive. */
const MAX_STEPS = 2_000;

/** Those of a month, every 5 minutes. */
const MAX_TIMES = 9_000;

/** Milliseconds of the longest window: as much as fits into memory. */
const MAX_WINDOW = 31 * WINDOWS['24h'];

/** Milliseconds by which a moment may be longer ago than anything is kept, for those whose clock or question is late. */
const LATE = 3_600_000;

/** Milliseconds by which the fine tier is kept longer than it is asked for, so that no bucket goes while it is read. */
const MARGIN = 60_000;

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

/**
 * Keeps questions within what can be answered.
 * @param retention milliseconds that figures are kept; a window of the API may be longer
 * @throws InvalidQueryError for a window that is longer, or none
 */
export function checkWindow(window: Window, retention: number): void {
  const longest = Math.max(WINDOWS['24h'], Math.min(retention, MAX_WINDOW));
  if (windowLength(window) > longest)
    throw new InvalidQueryError(`A window is at most ${longest / 1_000} seconds.`, 'window');
}

/** @throws InvalidQueryError for a moment of which no figures are kept any more */
export function checkMoment(time: number, param: string, now: number, retention: number): void {
  const longest = Math.max(WINDOWS['24h'], retention);
  if (!(time >= now - longest - LATE))
    throw new InvalidQueryError(`Figures are kept for ${longest / 1_000} seconds.`, param);
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
 * @param at when the window ends: where that is in the past, nothing that came later is in it, and it ends with the last bucket that
 * was over by then. In buckets of 10 s only if it begins in the last 14 minutes.
 * @throws InvalidQueryError when the window is none, or ends in the future
 */
export function rangeOf(window: Window, now: number, at = now): TimeRange {
  if (!(at <= now)) throw new InvalidQueryError('A window ends now, or in the past.', 'at');
  const length = windowLength(window);
  const tier = tierOf(at - length, now);
  const width = TIER_WIDTH[tier];
  const current = floor(now, width);
  const to = at >= current ? current + width : floor(at, width);
  return bucketsBetween(tier, Math.min(floor(at - length, width), to - width), to);
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
  at = now,
): { readonly step: number; readonly ranges: readonly TimeRange[] } {
  const { tier, from, to } = rangeOf(window, now, at);
  const length = stepLength(step, tier);
  if ((to - from) / length > MAX_STEPS)
    throw new InvalidQueryError(`A series has at most ${MAX_STEPS} steps: make them longer.`, 'step');
  const ranges: TimeRange[] = [];
  for (let begin = floor(from, length); begin < to; begin += length) {
    ranges.push(bucketsBetween(tier, begin, Math.min(begin + length, to)));
  }
  return { step: length / 1_000, ranges };
}

/** Windows of one length that end at many times. */
export interface SlidingWindow {
  /** Milliseconds between two of them. */
  readonly step: number;
  /** Where each of them ends, oldest first: multiples of the step. */
  readonly times: readonly number[];
  /** Milliseconds that each of them covers. */
  readonly length: number;
  readonly tier: Tier;
}

/**
 * Has a window end every step between two times, at ends of buckets. All are kept in buckets of the same tier: in those of 10 s only if
 * the first begins in the last 14 minutes.
 * @throws InvalidQueryError when a part of it cannot be, or there are too many
 */
export function slidingWindow(
  window: Window,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
  now: number,
): SlidingWindow {
  if (!(to <= now)) throw new InvalidQueryError('A window ends now, or in the past.', 'to');
  if (!(from <= to)) throw new InvalidQueryError('A range begins before it ends.', 'from');
  const length = windowLength(window);
  const tier = tierOf(from - length, now);
  const every = stepLength(step, tier);
  const first = roundUp(from, every);
  const count = Math.max(0, Math.floor((to - first) / every) + 1);
  if (count > MAX_TIMES)
    throw new InvalidQueryError(`A range has at most ${MAX_TIMES} times: make the step longer.`, 'step');
  const times = Array.from({ length: count }, (_, i) => first + i * every);
  return { step: every, times, length: roundUp(length, TIER_WIDTH[tier]), tier };
}

/** The buckets that a sliding window has in it at one of its times, oldest first. */
export function bucketsOf({ times, length, tier }: SlidingWindow): readonly Bucket[] {
  const width = TIER_WIDTH[tier];
  const buckets: Bucket[] = [];
  let next = -Infinity;
  for (const time of times) {
    for (next = Math.max(next, time - length); next < time; next += width)
      buckets.push({ tier, start: next });
  }
  return buckets;
}

/** The finest tier in which everything since then is kept. */
function tierOf(since: number, now: number): Tier {
  return now - since <= FINE_KEPT - MARGIN ? '10s' : '5m';
}

/** Milliseconds: those of the step, or more where buckets are longer. */
function stepLength(step: number, tier: Tier): number {
  if (!(step > 0 && step < Infinity))
    throw new InvalidQueryError('A step is a positive number of seconds.', 'step');
  return roundUp(step * 1_000, TIER_WIDTH[tier]);
}

function bucketsBetween(tier: Tier, from: number, to: number): TimeRange {
  const width = TIER_WIDTH[tier];
  const buckets = Array.from({ length: (to - from) / width }, (_, i) => ({ tier, start: from + i * width }));
  return { tier, from, to, buckets };
}

function floor(time: number, width: number): number {
  return Math.floor(time / width) * width;
}

function roundUp(time: number, width: number): number {
  return Math.ceil(time / width) * width;
}
