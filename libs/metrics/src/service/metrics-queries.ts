import { distinctEvents, unpackEvent, type MetricsEvent } from '../events/metrics-event.js';
import { metricNamed, type Metric, type MetricValue } from '../query/metric.js';
import { statisticsOf, type TurnStatistics } from '../query/statistics.js';
import { secondsOf, takeSample, takeTotals } from '../query/take-sample.js';
import { takeRange } from '../query/take-range.js';
import {
  checkMoment,
  checkWindow,
  rangeOf,
  slidingWindow,
  stepsOf,
  type TimeRange,
  type Window,
} from '../query/time-range.js';
import type { MeasuredTurns } from '../query/turn-filter.js';
import { TurnTotals } from '../query/turn-totals.js';
import { SYSTEM_SERIES } from '../store/series.js';
import { Measurements } from '../measurements/measurements.js';
import { instanceStateOf } from '../system/instance-state.js';
import { systemReport, type SystemReport } from '../system/system-report.js';
import type { TurnRecord } from '../turns/turn-record.js';
import { TurnLists, type QueryParts } from './turn-lists.js';

/** What time an answer is about, and whether it is the whole truth. */
export interface Coverage {
  /** ISO 8601: a window is kept in buckets, and begins with one of them. */
  readonly from: string;
  readonly to: string;
  /** False: the store did not answer, and what others measured is missing in part or as a whole. */
  readonly complete: boolean;
}

export interface WindowQuery extends MeasuredTurns {
  /** Default `5m`. */
  readonly window?: Window;
}

export interface StatisticsQuery extends WindowQuery {
  /** When the window ends, milliseconds since the epoch. Default now. Of the past, only what was over by then is in it. */
  readonly at?: number;
}

export interface CompareQuery extends WindowQuery {
  /** What is compared. Default `engine`. */
  readonly by?: 'engine' | 'model';
}

export interface MetricsQuery extends WindowQuery {
  /** E.g. `total_time.p95`, `error_rate`, `system.event_loop_delay.p99`. */
  readonly metrics: readonly string[];
}

export interface FiguresQuery extends MetricsQuery {
  /** When the window ends, milliseconds since the epoch. Default now. Of the past, only what was over by then is in it. */
  readonly at?: number;
}

export interface SeriesQuery extends FiguresQuery {
  /** Seconds; made longer where time is not kept as finely. */
  readonly step: number;
}

export interface RangeQuery extends MetricsQuery {
  /** When the first window ends at the earliest, and the last one at the latest: milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Seconds from the end of one window to that of the next; made longer where time is not kept as finely. */
  readonly step: number;
}

export type Statistics = Coverage & TurnStatistics;

export interface Comparison extends Coverage {
  readonly groups: Readonly<Record<string, TurnStatistics>>;
}

export interface Figures extends Coverage {
  readonly figures: Readonly<Record<string, MetricValue>>;
}

/** Points in columns: the i-th of each is of the step that begins (of a range: of the window that ends) at the i-th of `timestamps`. */
export interface Series extends Coverage {
  /** Seconds. */
  readonly step: number;
  /** Milliseconds since the epoch. */
  readonly timestamps: readonly number[];
  readonly series: Readonly<Record<string, Column>>;
}

export interface Column {
  readonly values: readonly (number | null)[];
  /** How many turns or samples each value rests on. */
  readonly counts: readonly number[];
}

export interface Realtime {
  /** ISO 8601. */
  readonly timestamp: string;
  /** At most 10, the last one first. */
  readonly recent_requests: readonly TurnRecord[];
  readonly statistics: Statistics;
  readonly system: SystemReport;
}

/** Of the system's figures those of the last minute are shown. */
const SYSTEM_WINDOW = '1m';
const RECENT_IN_REALTIME = 10;

/** What the whole cluster measured. No method rejects but where it says so: without the store, answers are incomplete and say it. */
export class MetricsQueries {
  readonly turns: TurnLists;

  constructor(private readonly parts: QueryParts) {
    this.turns = new TurnLists(parts);
  }

  /** Rejects with an InvalidQueryError for a window that is none; as do all below that have one. */
  async statistics({ window = '5m', at, ...filter }: StatisticsQuery = {}): Promise<Statistics> {
    const { range, coverage, now } = await this.#load(window, at);
    const groups = takeTotals(this.parts.reader.shelf, range, filter, () => '');
    const totals = groups.get('') ?? new TurnTotals(filter.outcome ?? 'ok');
    return { ...coverage, ...statisticsOf(totals, secondsOf(range, now)) };
  }

  /** Statistics of each engine, or of each model, by name. */
  async compare({ window = '5m', by = 'engine', ...filter }: CompareQuery = {}): Promise<Comparison> {
    const { range, coverage, now } = await this.#load(window);
    const groups = takeTotals(this.parts.reader.shelf, range, filter, (series) => series[by]);
    const seconds = secondsOf(range, now);
    const statistics = [...groups].map(([name, totals]) => [name, statisticsOf(totals, seconds)]);
    return { ...coverage, groups: Object.fromEntries(statistics) as Comparison['groups'] };
  }

  /** Single figures of a window. Rejects with an UnknownMetricError as well. */
  async figures({ metrics: names, window = '5m', at, ...filter }: FiguresQuery): Promise<Figures> {
    const metrics = names.map(metricNamed);
    const { range, coverage, now } = await this.#load(window, at);
    const sample = takeSample(this.parts.reader.shelf, range, metrics, filter, now);
    const figures = metrics.map((metric) => [metric.name, metric.valueOf(sample)]);
    return { ...coverage, figures: Object.fromEntries(figures) as Figures['figures'] };
  }

  /** Figures over time, for charts. Rejects with an UnknownMetricError as well. */
  async series({ metrics: names, window = '1h', step: asked, at, ...filter }: SeriesQuery): Promise<Series> {
    const metrics = names.map(metricNamed);
    const { clock, reader } = this.parts;
    this.#check(window, at);
    const { step, ranges } = stepsOf(window, asked, clock.now(), at);
    const complete = await reader.load(ranges.flatMap(({ buckets }) => buckets));
    const now = clock.now();
    const samples = ranges.map((range) => takeSample(reader.shelf, range, metrics, filter, now));
    const values = samples.map((sample) => metrics.map((metric) => metric.valueOf(sample)));
    return {
      ...coverageOf(ranges[0]?.from ?? now, Math.min(ranges.at(-1)?.to ?? now, now), complete),
      step,
      timestamps: ranges.map(({ from }) => from),
      series: columnsOf(metrics, values),
    };
  }

  /**
   * Figures of a window as they were at many times: what `figures` would have said with `at`, for little more than the price of reading
   * it all once. Rejects with an UnknownMetricError as well.
   */
  async range({ metrics: names, window = '5m', from, to, step, ...filter }: RangeQuery): Promise<Series> {
    const metrics = names.map(metricNamed);
    const { clock, reader } = this.parts;
    this.#check(window, from, 'from');
    const sliding = slidingWindow(window, { from, to, step }, clock.now());
    const { values, complete } = await takeRange(reader, sliding, metrics, filter);
    const [first = to, last = to] = [sliding.times[0], sliding.times.at(-1)];
    return {
      ...coverageOf(first - sliding.length, last, complete),
      step: sliding.step / 1_000,
      timestamps: sliding.times,
      series: columnsOf(metrics, values),
    };
  }

  /** What happened, the last first. */
  async events({ count = 50, type }: { readonly count?: number; readonly type?: string } = {}): Promise<
    readonly MetricsEvent[]
  > {
    const { reader, writer } = this.parts;
    // What is sent while the store is read may be in neither.
    const all = writer.waitingEvents;
    await reader.load();
    const texts = new Set(reader.events.items.map((event) => JSON.stringify(event)));
    const waiting = all.filter((text) => !texts.has(text));
    return distinctEvents([...reader.events.items, ...waiting.flatMap((text) => unpackEvent(text) ?? [])])
      .filter((event) => (type ?? event.type) === event.type)
      .slice(0, count);
  }

  /** How the cluster's processes are. */
  async system(): Promise<SystemReport> {
    const { reader } = this.parts;
    const { range } = await this.#load(SYSTEM_WINDOW);
    const measured = new Measurements();
    for (const bucket of range.buckets) {
      reader.shelf.visit(bucket, (series, add) => {
        if (series === SYSTEM_SERIES) add(measured);
      });
    }
    const instances = reader.heartbeats.flatMap((heartbeat) => instanceStateOf(heartbeat) ?? []);
    return systemReport(instances, measured);
  }

  /** What a dashboard shows first. */
  async realtime(query: WindowQuery = {}): Promise<Realtime> {
    const statistics = await this.statistics(query);
    const { engine } = query;
    return {
      timestamp: new Date(this.parts.clock.now()).toISOString(),
      recent_requests: await this.turns.recent({
        count: RECENT_IN_REALTIME,
        ...(engine !== undefined && { engine }),
      }),
      statistics,
      system: await this.system(),
    };
  }

  #check(window: Window, time: number | undefined, param = 'at'): void {
    const { clock, retention } = this.parts;
    checkWindow(window, retention);
    if (time !== undefined) checkMoment(time, param, clock.now(), retention);
  }

  async #load(window: Window, at?: number): Promise<{ range: TimeRange; coverage: Coverage; now: number }> {
    const { clock, reader } = this.parts;
    this.#check(window, at);
    const asked = rangeOf(window, clock.now(), at);
    const complete = await reader.load(asked.buckets);
    const now = clock.now();
    return { range: asked, coverage: coverageOf(asked.from, Math.min(asked.to, now), complete), now };
  }
}

/** @param values for each point, those of all metrics */
function columnsOf(
  metrics: readonly Metric[],
  values: readonly (readonly MetricValue[])[],
): Readonly<Record<string, Column>> {
  const columns = metrics.map(({ name }, i) => [name, columnOf(values.map((all) => all[i] as MetricValue))]);
  return Object.fromEntries(columns) as Readonly<Record<string, Column>>;
}

function columnOf(values: readonly MetricValue[]): Column {
  return { values: values.map(({ value }) => value), counts: values.map(({ count }) => count) };
}

function coverageOf(from: number, to: number, complete: boolean): Coverage {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), complete };
}
