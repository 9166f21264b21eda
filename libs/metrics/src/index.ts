export { Metrics } from './service/metrics.js';
export type { MetricsOptions } from './service/metrics-options.js';
export type { MetricsQueries } from './service/metrics-queries.js';
export type {
  Column,
  CompareQuery,
  Comparison,
  Coverage,
  Figures,
  FiguresQuery,
  MetricsQuery,
  RangeQuery,
  Realtime,
  Series,
  SeriesQuery,
  Statistics,
  StatisticsQuery,
  WindowQuery,
} from './service/metrics-queries.js';
export type { RecentQuery, SlowestQuery, TurnLists } from './service/turn-lists.js';

export { MetricsError } from './metrics-error.js';
export type { MetricsErrorCode } from './metrics-error.js';
export { InvalidQueryError, UnknownMetricError } from './query/query-errors.js';
export { InvalidPriceTableError } from './prices/invalid-price-table-error.js';
export { StoreClosedError, StoreFileError, StoreUnavailableError } from './store/store-errors.js';

export { metricNamed } from './query/metric.js';
export type { MetricValue } from './query/metric.js';
export type { TurnStatistics } from './query/statistics.js';
export { WINDOWS, windowNamed } from './query/time-range.js';
export type { Window, WindowName } from './query/time-range.js';
export type { MeasuredTurns, TurnFilter } from './query/turn-filter.js';
export type { TurnMeasure } from './measurements/measurement-names.js';
export type { Spread } from './measurements/spread.js';

export type { TurnEvent, TurnFacts, TurnFailure, TurnMeter } from './turns/turn-events.js';
export { OUTCOMES } from './turns/finished-turn.js';
export type {
  FinishedTurn,
  Outcome,
  StageTime,
  ToolTime,
  TurnSink,
  TurnTokens,
} from './turns/finished-turn.js';
export type { TurnDetail, TurnRecord, TurnTimes } from './turns/turn-record.js';
export type { MetricsEvent } from './events/metrics-event.js';

export { parsePriceTable } from './prices/price-table.js';
export type { ModelPrice, PriceTable } from './prices/price-table.js';

export type { Counter, Figure, FigureOptions, Timing } from './figures/figure.js';
export type { FigureRegistry } from './figures/figure-registry.js';
export type { InstanceState } from './system/instance-state.js';
export type { SystemReport } from './system/system-report.js';

export { RELATIVE_ERROR } from './sketch/bins.js';
export { Sketch } from './sketch/sketch.js';

export type {
  Addition,
  Batch,
  BucketPart,
  ListTail,
  MetricsStore,
  ReadAnswer,
  ReadRequest,
  SlowTurn,
  StoredPart,
  StoreLimits,
} from './store/metrics-store.js';
export type { Bucket, Tier } from './store/tiers.js';
export { SqliteMetricsStore } from './sqlite/sqlite-metrics-store.js';
export type { SqliteMetricsStoreOptions } from './sqlite/sqlite-metrics-store.js';
