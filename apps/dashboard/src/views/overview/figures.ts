import type { Statistics } from '@yychat/protocol';
import type { OverviewKey } from './overview-rows.js';

export type FigureId =
  'avg' | 'median' | 'p95' | 'p99' | 'requests' | 'errorRate' | 'first' | 'hitRate' | 'tokens' | 'cost';

/** How a figure is written: seconds, rate of 0 to 1, plain number, or money. */
export type Unit = 'duration' | 'percent' | 'integer' | 'number' | 'money';

export interface FigureValue {
  readonly value: number | null;
  /** How many turns it rests on. */
  readonly count: number;
}

export interface Figure {
  readonly id: FigureId;
  readonly unit: Unit;
  /** What its small line shows. */
  readonly row: OverviewKey;
  readonly color: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** Fewer samples than these are marked. */
  readonly enough: number;
  /** Whether more of it is good news; undefined: neither. */
  readonly moreIsBetter?: boolean;
  /** Why there is none although there are requests. */
  readonly missing?: 'first' | 'hitRate' | 'tokens' | 'cost';
  readonly of: (statistics: Statistics) => FigureValue;
  /** What is compared with the window before, where it is not the value itself. */
  readonly compared?: (statistics: Statistics) => FigureValue;
}

/** What rests on fewer is no measure for anything. */
const ENOUGH_TO_COMPARE = 5;

/** Seconds that statistics are about. */
function seconds({ from, to }: Statistics): number {
  return Math.max(1, (Date.parse(to) - Date.parse(from)) / 1_000);
}

function time(statistic: 'avg' | 'median' | 'p95' | 'p99', color: Figure['color'], enough: number): Figure {
  return {
    id: statistic,
    unit: 'duration',
    row: statistic,
    color,
    enough,
    moreIsBetter: false,
    of: ({ total_time }) => ({ value: total_time[statistic], count: total_time.count }),
  };
}

/** What the cards show, in their order. */
export const figures: readonly Figure[] = [
  time('avg', 3, 5),
  time('median', 6, 5),
  time('p95', 1, 20),
  time('p99', 2, 100),
  {
    id: 'first',
    unit: 'duration',
    row: 'first',
    color: 4,
    enough: 20,
    moreIsBetter: false,
    missing: 'first',
    of: ({ first_chunk }) => ({ value: first_chunk.p95, count: first_chunk.count }),
  },
  {
    id: 'requests',
    unit: 'integer',
    row: 'rate',
    color: 1,
    enough: 0,
    of: ({ summary }) => ({ value: summary.total_requests, count: summary.total_requests }),
    // The window that has just begun its last piece is a little longer than the one before.
    compared: ({ summary }) => ({ value: summary.requests_per_second, count: summary.total_requests }),
  },
  {
    id: 'errorRate',
    unit: 'percent',
    row: 'errorRate',
    color: 2,
    enough: 20,
    moreIsBetter: false,
    of: ({ summary }) => ({ value: summary.error_rate, count: summary.total_requests }),
  },
  {
    id: 'hitRate',
    unit: 'percent',
    row: 'hitRate',
    color: 3,
    enough: 20,
    moreIsBetter: true,
    missing: 'hitRate',
    of: ({ cache }) => ({ value: cache.hit_rate, count: cache.count }),
  },
  {
    id: 'tokens',
    unit: 'number',
    row: 'tokens',
    color: 8,
    enough: 5,
    missing: 'tokens',
    of: (statistics) => ({ value: tokensPerSecond(statistics), count: statistics.tokens.count }),
  },
  {
    id: 'cost',
    unit: 'money',
    row: 'cost',
    color: 5,
    enough: 5,
    missing: 'cost',
    of: (statistics) => ({ value: costPerHour(statistics), count: statistics.cost.count }),
  },
];

/** Of answers, of all turns together. */
export function tokensPerSecond(statistics: Statistics): number | null {
  const { output } = statistics.tokens;
  return output === null ? null : output / seconds(statistics);
}

export function costPerHour(statistics: Statistics): number | null {
  const { total } = statistics.cost;
  return total === null ? null : (total / seconds(statistics)) * 3_600;
}

/**
 * By what share a figure has changed, for rates by how many points.
 * @param before what it was like in the window before
 * @returns null where nothing can be said, as when there were too few turns
 */
export function changeOf(
  { unit, of, enough, compared = of }: Figure,
  before: Statistics,
  now: Statistics,
): number | null {
  const was = compared(before);
  if (was.count < Math.max(ENOUGH_TO_COMPARE, enough)) return null;
  return differenceOf(unit, was.value, compared(now).value);
}

/** By what share one value is more than another, for rates by how many points; null where nothing can be said. */
export function differenceOf(unit: Unit, one: number | null, other: number | null): number | null {
  if (one === null || other === null) return null;
  if (unit === 'percent') return other - one;
  return one === 0 ? null : other / one - 1;
}
