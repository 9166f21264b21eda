import type { Clock } from '../../ports/clock.js';
import type { EngineTimeline } from '../../ports/engine-timeline.js';
import type { Sample, SignalQuery, SignalSource } from '../../ports/signal-source.js';
import type { RuleTest, RuleTestSeries } from './rule-test-file.js';

const NO_DATA: Sample = { value: null, count: 0, health: 'ok' };

/** Answers from the series of a test: the first that fits the question. */
export class SeriesSource implements SignalSource {
  readonly #series: readonly RuleTestSeries[];
  readonly #every: number;
  readonly #start: number;

  constructor({ series, every }: RuleTest, start: number) {
    this.#series = series;
    this.#every = every;
    this.#start = start;
  }

  query(query: SignalQuery): Sample {
    const fitting = this.#series.find((series) => fits(series, query));
    if (fitting === undefined) return NO_DATA;
    const passed = (query.at - this.#start) / 1_000 + fitting.before;
    return fitting.values[Math.floor(passed / this.#every)] ?? NO_DATA;
  }
}

function fits(series: RuleTestSeries, { metric, agg, window, scope }: SignalQuery): boolean {
  return (
    series.metric === metric &&
    (series.agg === undefined || series.agg === agg) &&
    (series.window === undefined || series.window === window) &&
    (series.engine === undefined || series.engine === scope.engine) &&
    (series.model === undefined || series.model === scope.model)
  );
}

/** The engines of a test: the first in force until a switch. */
export function timelineOf({ engines, switches }: RuleTest, start: number): EngineTimeline {
  const [first = ''] = engines;
  const all = [
    // Long before: the beginning of a test is no switch.
    { engine: first, since: 0 },
    ...switches.map(({ at, engine }) => ({ engine, since: start + at * 1_000 })),
  ];
  return { activeAt: (at) => all.findLast(({ since }) => since <= at), names: () => engines };
}

/** Nothing of a test waits. */
export const timelessClock: Clock = {
  now: () => 0,
  monotonic: () => 0,
  after: () => ({ cancel: () => undefined }),
};
