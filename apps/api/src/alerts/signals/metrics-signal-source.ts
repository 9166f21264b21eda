import type { Sample, SignalQuery, SignalRange, SignalSource } from '@yychat/alerts';
import type { Clock } from '@yychat/engine-core';
import type { MetricsQueries, MetricValue } from '@yychat/metrics';
import { FigureGroups } from './figure-groups.js';
import { KeptSamples } from './kept-samples.js';
import { samplesOf } from './range-samples.js';
import { signalFigure, toSample } from './signal-figure.js';

export interface MetricsSignalSourceParts {
  readonly queries: Pick<MetricsQueries, 'figures' | 'series' | 'range'>;
  readonly clock: Clock;
  /** The names of all engines. */
  readonly engines: () => readonly string[];
}

const INCOMPLETE: Sample = {
  value: null,
  count: 0,
  health: 'error',
  reason: 'what other instances measured is not known',
};

/** Milliseconds: a window that ended no longer ago ends now. */
const PRESENT = 5_000;
/** Milliseconds that a window may reach back to be read in buckets of 10 s, with room; longer ones are in buckets of 5 min. */
const FINE = 13 * 60_000;
const FINE_WIDTH = 10_000;
const WIDTH = 300_000;

/** The cluster's metrics, as alerts ask for them. */
export class MetricsSignalSource implements SignalSource {
  readonly #parts: MetricsSignalSourceParts;
  readonly #groups: FigureGroups;
  readonly #kept: KeptSamples;

  constructor(parts: MetricsSignalSourceParts) {
    this.#parts = parts;
    this.#groups = new FigureGroups(parts.queries);
    this.#kept = new KeptSamples(parts.clock);
  }

  query(query: SignalQuery): Sample | Promise<Sample> {
    const { clock } = this.#parts;
    const { metric, agg, window, scope } = query;
    const age = clock.now() - query.at;
    const isFine = age + window * 1_000 <= FINE;
    const at = age < PRESENT ? undefined : query.at;
    // A window of the past ends with a bucket: within one there is nothing new.
    const end = at === undefined ? 'now' : Math.floor(at / (isFine ? FINE_WIDTH : WIDTH));
    const key = `${metric} ${agg} ${window} ${end} ${scope.engine ?? ''}\n${scope.model ?? ''}`;
    return this.#kept.get(key) ?? this.#read(query, key, at, isFine && at === undefined);
  }

  async range({ query, from, to, step }: SignalRange): Promise<readonly Sample[]> {
    const { queries, clock, engines } = this.#parts;
    const figure = signalFigure(query, engines());
    const now = clock.now();
    // The newest stretch is one bucket.
    const window = figure.isNewest ? 1 : query.window;
    const lead = now - from + window * 1_000 <= FINE ? FINE_WIDTH : WIDTH;
    const { complete, timestamps, series } = await queries.range({
      metrics: figure.names,
      window,
      from: Math.min(from, now) - lead - (figure.isNewest ? query.window * 1_000 : 0),
      to: Math.min(to, now),
      step: 1,
      ...figure.filter,
    });
    const samples = timestamps.map((_, i) =>
      complete || figure.isOwn
        ? toSample(
            figure,
            figure.names.flatMap((name) => valueAt(series[name], i) ?? []),
          )
        : INCOMPLETE,
    );
    const patience = figure.isNewest ? query.window * 1_000 : 0;
    return samplesOf({ timestamps, samples, patience }, { from, to, step });
  }

  async #read(query: SignalQuery, key: string, at: number | undefined, isLive: boolean): Promise<Sample> {
    const figure = signalFigure(query, this.#parts.engines());
    const { values, complete } = await this.#groups.read(figure, query.window, at);
    if (!complete && !figure.isOwn) return INCOMPLETE;
    const sample = toSample(figure, values);
    this.#kept.put(key, sample, isLive ? query.window : undefined);
    return sample;
  }
}

function valueAt(
  column: { readonly values: readonly (number | null)[]; readonly counts: readonly number[] } | undefined,
  i: number,
): MetricValue | undefined {
  return column && { value: column.values[i] ?? null, count: column.counts[i] ?? 0 };
}
