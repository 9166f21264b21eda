import { Measurements } from '../measurements/measurements.js';
import type { BucketShelf } from '../read/bucket-shelf.js';
import { SYSTEM_SERIES, turnSeriesOf } from '../store/series.js';
import type { Metric, Sample } from './metric.js';
import type { TimeRange } from './time-range.js';
import { passes, type MeasuredTurns } from './turn-filter.js';
import { TurnTotals } from './turn-totals.js';

/** Adds up what is known of a stretch of time, as far as these metrics need it. */
export function takeSample(
  shelf: BucketShelf,
  range: TimeRange,
  metrics: readonly Metric[],
  filter: MeasuredTurns,
  now: number,
): Sample {
  const wantedOfTurns = new Set(metrics.map(({ turnSketch }) => turnSketch));
  const wantedOfSystem = new Set(metrics.map(({ systemSketch }) => systemSketch));
  const turns = new TurnTotals(filter.outcome ?? 'ok', (name) => wantedOfTurns.has(name));
  const system = new Measurements();
  const isSystemWanted = metrics.some(({ name }) => name.startsWith('system.'));
  shelf.visitAll(range.buckets, (name, add) => {
    if (name === SYSTEM_SERIES) {
      if (isSystemWanted) add(system, (sketch) => wantedOfSystem.has(sketch));
      return;
    }
    const series = turnSeriesOf(name);
    if (series !== undefined && passes(filter, series)) turns.add(series, add);
  });
  return { turns, system, seconds: secondsOf(range, now) };
}

/** Adds up the turns of a stretch of time, each group by itself. */
export function takeTotals(
  shelf: BucketShelf,
  range: TimeRange,
  filter: MeasuredTurns,
  groupOf: (series: { readonly engine: string; readonly model: string }) => string,
): ReadonlyMap<string, TurnTotals> {
  const groups = new Map<string, TurnTotals>();
  shelf.visitAll(range.buckets, (name, add) => {
    const series = turnSeriesOf(name);
    if (series === undefined || !passes(filter, series)) return;
    const group = groupOf(series);
    let totals = groups.get(group);
    if (totals === undefined) groups.set(group, (totals = new TurnTotals(filter.outcome ?? 'ok')));
    totals.add(series, add);
  });
  return groups;
}

/** How long a range is, as far as it is over. */
export function secondsOf({ from, to }: TimeRange, now: number): number {
  return Math.max(0, Math.min(to, now) - from) / 1_000;
}
