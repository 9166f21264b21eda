/** How many values of a window become one. `rate` is per second, `ratio` is 0–1, `last` is the newest. */
export const AGGREGATIONS = [
  'avg',
  'min',
  'max',
  'p50',
  'p90',
  'p95',
  'p99',
  'sum',
  'count',
  'rate',
  'ratio',
  'last',
] as const;

export type Aggregation = (typeof AGGREGATIONS)[number];

/** Whose figures: of all engines and models where a field is absent. */
export interface SignalScope {
  readonly engine?: string;
  readonly model?: string;
}

export interface SignalQuery {
  /** The source's own name: `total_time`, `errors`, … */
  readonly metric: string;
  readonly agg: Aggregation;
  /** Seconds that the figure looks back from `at`. */
  readonly window: number;
  readonly scope: SignalScope;
  /** Milliseconds since the epoch: the end of the window. */
  readonly at: number;
}

/** One figure and what it rests on. */
export interface Sample {
  /** Times in seconds, rates and ratios 0–1 where they are shares. Null where there is no data: never 0 instead. */
  readonly value: number | null;
  /** How many observations the value rests on. */
  readonly count: number;
  readonly health: 'ok' | 'error';
  /** Why, where `health` is `error`. Shown to operators: must hold no secret. */
  readonly reason?: string;
}

export interface SignalRange {
  readonly query: Omit<SignalQuery, 'at'>;
  /** Milliseconds since the epoch, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** Seconds between two samples. */
  readonly step: number;
}

/** Where the evaluator's figures come from: the cluster's metrics. */
export interface SignalSource {
  /** May answer at once. A rejection counts as a sample of health `error`. */
  query(query: SignalQuery, options?: { readonly signal?: AbortSignal }): Sample | Promise<Sample>;
  /** The samples at `from`, `from + step`, … up to `to`; for previews. Without it, a preview asks `query` for each. */
  range?(
    range: SignalRange,
    options?: { readonly signal?: AbortSignal },
  ): readonly Sample[] | Promise<readonly Sample[]>;
}
