/** Milliseconds that a rise counts for. */
const WINDOW = 1_800_000;
/** Rises within the window from which an alert flaps, and down to which it does until it no longer does. */
const BEGINS = 4;
const ENDS = 1;
const FIRST_HOLD = 120_000;
const LONGEST_HOLD = 900_000;
/** More rises than this make no difference. */
const KEPT = 8;

export interface Flapping {
  readonly rises: readonly number[];
  readonly flapping: boolean;
}

/** Forgets what is long ago, or was noted by a clock that has been set back since; counts a rise that happened now. */
export function trackFlapping({ rises, flapping }: Flapping, now: number, rose: boolean): Flapping {
  if (!rose && rises.length === 0) return { rises, flapping: false };
  const recent = rises.filter((at) => at <= now && now - at < WINDOW);
  if (rose) recent.push(now);
  const kept = recent.length === rises.length && !rose ? rises : recent.slice(-KEPT);
  return { rises: kept, flapping: flapping ? kept.length > ENDS : kept.length >= BEGINS };
}

/**
 * Milliseconds that an alert has to be clear before it is resolved: while it flaps, two minutes and doubled with each rise,
 * up to a quarter of an hour. So its ups and downs become one incident, and the last page stays true.
 */
export function holdBeforeResolve(keepFiringFor: number, { rises, flapping }: Flapping): number {
  const own = keepFiringFor * 1_000;
  if (!flapping) return own;
  return Math.max(own, Math.min(LONGEST_HOLD, FIRST_HOLD * 2 ** Math.max(0, rises.length - BEGINS)));
}
