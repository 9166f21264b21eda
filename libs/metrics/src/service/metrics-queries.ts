import type { MetricsEvent } from '../events/metrics-event.js';
import { unpackEvent } from '../events/metrics-event.js';
import { metricNamed, type MetricValue } from '../query/metric.js';
import { statisticsOf, type TurnStatistics } from '../query/statistics.js';
import { secondsOf, takeSample, takeTotals } from '../query/take-sample.js';
import { rangeOf, stepsOf, type TimeRange, type Window } from '../query/time-range.js';
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

export interface CompareQuery extends WindowQuery {
  /** What is compared. Default `engine`. */
  readonly by?: 'engine' | 'model';
}

export interface FiguresQuery extends WindowQuery {
  /** E.g. `total_time.p95`, `error_rate`, `system.event_loop_delay.p99`. */
  readonly metrics: readonly string[];
}

export interface SeriesQuery extends FiguresQuery {
  /** Seconds; made longer where time is not kept as finely. */
  readonly step: number;
}

export type Statistics = Coverage & TurnStatistics;

export interface Comparison extends Coverage {
  readonly groups: Readonly<Record<string, TurnStatistics>>;
}

export interface Figures extends Coverage {
  readonly figures: Readonly<Record<string, MetricValue>>;
}

/** Points in columns: the i-th of each is of the step that begins at the i-th of `timestamps`. */
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
  async statistics({ window = '5m', ...filter }: WindowQuery = {}): Promise<Statistics> {
    const { range, coverage, now } = await this.#load(window);
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
  async figures({ metrics: names, window = '5m', ...filter }: FiguresQuery): Promise<Figures> {
    const metrics = names.map(metricNamed);
    const { range, coverage, now } = await this.#load(window);
    const sample = takeSample(this.parts.reader.shelf, range, metrics, filter, now);
    const figures = metrics.map((metric) => [metric.name, metric.valueOf(sample)]);
    return { ...coverage, figures: Object.fromEntries(figures) as Figures['figures'] };
  }

  /** Figures over time, for charts. Rejects with an UnknownMetricError as well. */
  async series({ metrics: names, window = '1h', step: asked, ...filter }: SeriesQuery): Promise<Series> {
    const metrics = names.map(metricNamed);
    const { clock, reader } = this.parts;
    const { step, ranges } = stepsOf(window, asked, clock.now());
    const complete = await reader.load(ranges.flatMap(({ buckets }) => buckets));
    const now = clock.now();
    const samples = ranges.map((range) => takeSample(reader.shelf, range, metrics, filter, now));
    const columns = metrics.map((metric) => [metric.name, columnOf(samples.map((it) => metric.valueOf(it)))]);
    return {
      ...coverageOf(ranges[0]?.from ?? now, ranges.at(-1)?.to ?? now, complete),
      step,
      timestamps: ranges.map(({ from }) => from),
      series: Object.fromEntries(columns) as Series['series'],
    };
  }

  /** What happened, the last first. */
  async events({ count = 50, type }: { readonly count?: number; readonly type?: string } = {}): Promise<
    readonly MetricsEvent[]
  > {
    const { reader, writer } = this.parts;
    await reader.load();
    const texts = new Set(reader.events.items.map((event) => JSON.stringify(event)));
    const waiting = writer.waitingEvents.filter((text) => !texts.has(text));
    return [...reader.events.items, ...waiting.flatMap((text) => unpackEvent(text) ?? [])]
      .filter((event) => (type ?? event.type) === event.type)
      .toSorted((a, b) => (a.timestamp < b.timestamp ? 1 : a.timestamp > b.timestamp ? -1 : 0))
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

  async #load(window: Window): Promise<{ range: TimeRange; coverage: Coverage; now: number }> {
    const { clock, reader } = this.parts;
    const asked = rangeOf(window, clock.now());
    const complete = await reader.load(asked.buckets);
    const now = clock.now();
    return { range: asked, coverage: coverageOf(asked.from, Math.min(asked.to, now), complete), now };
  }
}

function columnOf(values: readonly MetricValue[]): Column {
  return { values: values.map(({ value }) => value), counts: values.map(({ count }) => count) };
}

function coverageOf(from: number, to: number, complete: boolean): Coverage {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), complete };
}
