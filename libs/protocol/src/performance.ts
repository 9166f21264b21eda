/** The windows that figures can be asked for; each ends now. */
export type WindowName = '1m' | '5m' | '1h' | '24h';

/** How a turn ended. A turn whose client went away is `cancelled`. */
export type Outcome = 'ok' | 'error' | 'cancelled';

/** What recall did in a turn. */
export type MemoryOutcome = 'hit' | 'miss' | 'off' | 'timeout' | 'error';

/** The times of a turn. `total` is from the request's arrival to the last byte of the answer. */
export type TurnMeasure =
  | 'queue'
  | 'memory_retrieval'
  | 'personality_apply'
  | 'tool_schema_build'
  | 'openai_api'
  | 'first_chunk'
  | 'tool_execution'
  | 'memory_save'
  | 'total'
  | 'time_per_output_token';

/** How the values of one measure are spread. Times in seconds. Everything but `count` is `null` without values. */
export interface Spread {
  /** How many values these figures rest on. */
  readonly count: number;
  readonly avg: number | null;
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** What time an answer is about, and whether it is the whole truth. */
export interface Coverage {
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** False: the store did not answer, and what other instances measured is missing in part or as a whole. */
  readonly complete: boolean;
}

/** What turns were like in a window. Times in seconds, rates 0 to 1, `null` where there is no data. */
export type TurnStatistics = { readonly [measure in Exclude<TurnMeasure, 'total'>]: Spread } & {
  readonly total_time: Spread;
  readonly summary: {
    readonly total_requests: number;
    readonly ok: number;
    readonly errors: number;
    readonly cancelled: number;
    readonly error_rate: number | null;
    readonly requests_per_second: number;
    readonly streamed: number;
    readonly tool_called: number;
  };
  readonly cache: {
    readonly count: number;
    readonly hit_count: number;
    readonly miss_count: number;
    readonly hit_rate: number | null;
  };
  /** What recall did, in turns. */
  readonly memory: { readonly [outcome in MemoryOutcome]: number };
  /** Of the `count` turns of which the upstream told it. */
  readonly tokens: {
    readonly count: number;
    readonly input: number | null;
    readonly output: number | null;
    readonly cached: number | null;
  };
  /** Of the `count` turns of which tokens and price are known, in the price table's currency. */
  readonly cost: { readonly count: number; readonly total: number | null };
  /** How many turns failed, by type. */
  readonly errors: Readonly<Record<string, number>>;
};

/** `GET /v1/performance/stats` */
export type Statistics = Coverage & TurnStatistics;

/** `GET /v1/performance/compare`: statistics by engine or model. */
export interface Comparison extends Coverage {
  readonly groups: Readonly<Record<string, TurnStatistics>>;
}

/** One turn. Times in seconds, `null` for what it did not do. `GET /v1/performance/recent` */
export type TurnRecord = { readonly [measure in TurnMeasure]: number | null } & {
  readonly request_id: string;
  /** When the request arrived, ISO 8601. */
  readonly timestamp: string;
  readonly engine: string;
  readonly epoch: number;
  readonly conversation_id: string | null;
  readonly personality_id: string | null;
  readonly model: string;
  readonly stream: boolean;
  readonly use_tools: boolean;
  readonly tool_called: boolean;
  readonly status: Outcome;
  readonly error_type: string | null;
  /** What the cache of retrievals said; `null` where none was asked. */
  readonly memory_cache_hit: boolean | null;
  readonly tokens_in: number | null;
  readonly tokens_out: number | null;
  /** Of `tokens_in`, those that the upstream had in its cache. */
  readonly tokens_cached: number | null;
  readonly cost: number | null;
};

/** One turn with its waterfall. `GET /v1/performance/requests/{id}`, `/v1/performance/slowest` */
export type TurnDetail = TurnRecord & {
  readonly memory: MemoryOutcome | null;
  /** Seconds; `start` counts from the arrival of the request. */
  readonly stages: readonly { readonly stage: string; readonly start: number; readonly duration: number }[];
  readonly tools: readonly { readonly name: string; readonly ok: boolean; readonly duration: number }[];
};

/** Points in columns: the i-th of each is of the step that begins at the i-th of `timestamps`. `GET /v1/dashboard/series` */
export interface Series extends Coverage {
  /** Seconds. */
  readonly step: number;
  /** Milliseconds since the epoch. */
  readonly timestamps: readonly number[];
  readonly series: Readonly<Record<string, SeriesColumn>>;
}

export interface SeriesColumn {
  readonly values: readonly (number | null)[];
  /** How many turns or samples each value rests on. */
  readonly counts: readonly number[];
}

/** Something that happened: a switch, an alert, a start. `GET /v1/dashboard/events`, newest first. */
export interface ServiceEvent {
  /** `engine.switched`, `instance.started`, `instance.stopped`, `alert.fired`, `alert.resolved` */
  readonly type: string;
  /** ISO 8601. */
  readonly timestamp: string;
  /** The instance that tells of it. */
  readonly instance: string;
  readonly details: Readonly<Record<string, unknown>>;
}
