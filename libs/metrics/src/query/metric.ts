import { TURN_MEASURES } from '../measurements/measurement-names.js';
import type { Measurements } from '../measurements/measurements.js';
import type { Sketch } from '../sketch/sketch.js';
import { UnknownMetricError } from './query-errors.js';
import { ratio } from './statistics.js';
import type { TurnTotals } from './turn-totals.js';

/** A figure, and how many turns or samples it rests on. `null`: there is no data. */
export interface MetricValue {
  readonly value: number | null;
  readonly count: number;
}

/** What was measured in a stretch of time. */
export interface Sample {
  readonly turns: TurnTotals;
  readonly system: Measurements;
  /** How long the stretch is, as far as it is over. */
  readonly seconds: number;
}

/** A figure that can be asked for by its name. */
export interface Metric {
  readonly name: string;
  /** The spread of turns that it needs, if it needs one. */
  readonly turnSketch?: string;
  /** The spread of the system's figures that it needs, if it needs one. */
  readonly systemSketch?: string;
  valueOf(sample: Sample): MetricValue;
}

const COUNTS: Readonly<Record<string, string>> = {
  'cache.hit_count': 'cache_hit',
  'cache.miss_count': 'cache_miss',
  'memory.hit': 'memory_hit',
  'memory.miss': 'memory_miss',
  'memory.off': 'memory_off',
  'memory.timeout': 'memory_timeout',
  'memory.error': 'memory_error',
  streamed: 'streamed',
  tool_called: 'tool_called',
};

const TOKENS: Readonly<Record<string, string>> = {
  'tokens.input': 'tokens_in',
  'tokens.output': 'tokens_out',
  'tokens.cached': 'tokens_cached',
};

const perTurns: Readonly<Record<string, (turns: TurnTotals, all: number, seconds: number) => number | null>> =
  {
    requests: (_, all) => all,
    requests_per_second: (_, all, seconds) => (seconds > 0 ? all / seconds : null),
    ok: (turns) => turns.turns('ok'),
    errors: (turns) => turns.turns('error'),
    cancelled: (turns) => turns.turns('cancelled'),
    error_rate: (turns, all) => ratio(turns.turns('error'), all),
    cancel_rate: (turns, all) => ratio(turns.turns('cancelled'), all),
  };

const STATISTIC = /^(?:avg|median|min|max|count|p\d{1,2}(?:\.\d{1,3})?)$/;
const SYSTEM = 'system.';

/** What can be asked for, in words. */
const KNOWN = `${[...Object.keys(perTurns), ...Object.keys(COUNTS), ...Object.keys(TOKENS), 'cache.hit_rate', 'cost'].join(', ')}; \
total_time, ${TURN_MEASURES.filter((measure) => measure !== 'total').join(', ')} and system.NAME, each with .avg, .median, .min, \
.max, .count or a percentile such as .p95; system.NAME.sum and system.NAME.rate of counters`;

/** @throws UnknownMetricError that says what there is */
export function metricNamed(name: string): Metric {
  return turnCount(name) ?? spread(name) ?? systemFigure(name) ?? refuse(name);
}

function turnCount(name: string): Metric | undefined {
  const perTurn = own(perTurns, name);
  if (perTurn !== undefined)
    return metric(name, ({ turns, seconds }) => {
      const count = turns.all.sum('turns');
      return { value: perTurn(turns, count, seconds), count };
    });
  const counted = own(COUNTS, name);
  if (counted !== undefined)
    return metric(name, ({ turns: { all } }) => ({ value: all.sum(counted), count: all.sum('turns') }));
  const tokens = own(TOKENS, name);
  if (tokens !== undefined) return metric(name, ({ turns: { all } }) => known(all, tokens, 'with_usage'));
  if (name === 'cost') return metric(name, ({ turns: { all } }) => known(all, 'cost', 'with_cost'));
  if (name !== 'cache.hit_rate') return undefined;
  return metric(name, ({ turns: { all } }) => {
    const [hits, misses] = [all.sum('cache_hit'), all.sum('cache_miss')];
    return { value: ratio(hits, hits + misses), count: hits + misses };
  });
}

/** A sum over those turns of which it is known. */
function known(all: Measurements, sum: string, turns: string): MetricValue {
  const count = all.sum(turns);
  return { value: count === 0 ? null : all.sum(sum), count };
}

function spread(name: string): Metric | undefined {
  const [subject, statistic] = atLastDot(name);
  const measure =
    subject === 'total_time' ? 'total' : TURN_MEASURES.find((it) => it === subject && it !== 'total');
  if (measure === undefined || !STATISTIC.test(statistic)) return undefined;
  const valueOf = ({ turns }: Sample) => ofSketch(turns.all.sketches.get(measure), statistic);
  return { name, turnSketch: measure, valueOf };
}

function systemFigure(name: string): Metric | undefined {
  if (!name.startsWith(SYSTEM)) return undefined;
  const [figure, statistic] = atLastDot(name.slice(SYSTEM.length));
  if (figure === '') return undefined;
  if (STATISTIC.test(statistic)) {
    const valueOf = ({ system }: Sample) => ofSketch(system.sketches.get(figure), statistic);
    return { name, systemSketch: figure, valueOf };
  }
  if (statistic !== 'sum' && statistic !== 'rate') return undefined;
  return metric(name, ({ system, seconds }) => {
    const sum = system.sums.get(figure);
    if (sum === undefined) return { value: null, count: 0 };
    return { value: statistic === 'sum' ? sum : ratio(sum, seconds), count: sum };
  });
}

function ofSketch(sketch: Sketch | undefined, statistic: string): MetricValue {
  if (sketch === undefined) return { value: statistic === 'count' ? 0 : null, count: 0 };
  const { count } = sketch;
  switch (statistic) {
    case 'avg':
      return { value: sketch.average, count };
    case 'median':
      return { value: sketch.quantile(0.5), count };
    case 'min':
      return { value: sketch.min, count };
    case 'max':
      return { value: sketch.max, count };
    case 'count':
      return { value: count, count };
    default:
      return { value: sketch.quantile(Number(statistic.slice(1)) / 100), count };
  }
}

function metric(name: string, valueOf: (sample: Sample) => MetricValue): Metric {
  return { name, valueOf };
}

function atLastDot(name: string): [before: string, after: string] {
  const dot = name.lastIndexOf('.');
  // The fraction of a percentile has a dot of its own.
  const percentile = /^(.*)\.(p\d{1,2}\.\d{1,3})$/.exec(name);
  if (percentile !== null) return [percentile[1] ?? '', percentile[2] ?? ''];
  return [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)];
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function refuse(name: string): never {
  throw new UnknownMetricError(name.slice(0, 64), KNOWN);
}
