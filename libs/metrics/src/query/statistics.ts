import type { MemoryOutcome } from '@yychat/engine-core';
import { ERROR_PREFIX, TURN_MEASURES, type TurnMeasure } from '../measurements/measurement-names.js';
import { spreadOf, type Spread } from '../measurements/spread.js';
import type { TurnTotals } from './turn-totals.js';

/** How often something was the case, and what share that is; `null` where there was nothing that it could have been the case of. */
type Rate = number | null;

/** Times by stage, of the turns that went well. */
type StageSpreads = { readonly [measure in Exclude<TurnMeasure, 'total'>]: Spread };

/** What turns were like in a stretch of time. Times in seconds, rates 0 to 1, `null` where there is no data. */
export interface TurnStatistics extends StageSpreads {
  /** From the request's arrival to the last byte of the answer. */
  readonly total_time: Spread;
  readonly summary: {
    readonly total_requests: number;
    readonly ok: number;
    readonly errors: number;
    readonly cancelled: number;
    /** Of all turns. */
    readonly error_rate: Rate;
    readonly requests_per_second: number;
    readonly streamed: number;
    readonly tool_called: number;
  };
  /** What the cache of retrievals said, of the turns in which it was asked. */
  readonly cache: {
    readonly count: number;
    readonly hit_count: number;
    readonly miss_count: number;
    readonly hit_rate: Rate;
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
}

/** @param seconds over which the turns were spread */
export function statisticsOf(totals: TurnTotals, seconds: number): TurnStatistics {
  const { all } = totals;
  const [turns, withUsage, withCost] = [all.sum('turns'), all.sum('with_usage'), all.sum('with_cost')];
  const [hits, misses] = [all.sum('cache_hit'), all.sum('cache_miss')];
  const tokens = (name: string) => (withUsage === 0 ? null : all.sum(name));
  return {
    summary: {
      total_requests: turns,
      ok: totals.turns('ok'),
      errors: totals.turns('error'),
      cancelled: totals.turns('cancelled'),
      error_rate: ratio(totals.turns('error'), turns),
      requests_per_second: seconds > 0 ? turns / seconds : 0,
      streamed: all.sum('streamed'),
      tool_called: all.sum('tool_called'),
    },
    ...stageSpreads(totals),
    cache: {
      count: hits + misses,
      hit_count: hits,
      miss_count: misses,
      hit_rate: ratio(hits, hits + misses),
    },
    memory: {
      hit: all.sum('memory_hit'),
      miss: all.sum('memory_miss'),
      off: all.sum('memory_off'),
      timeout: all.sum('memory_timeout'),
      error: all.sum('memory_error'),
    },
    tokens: {
      count: withUsage,
      input: tokens('tokens_in'),
      output: tokens('tokens_out'),
      cached: tokens('tokens_cached'),
    },
    cost: { count: withCost, total: withCost === 0 ? null : all.sum('cost') },
    errors: errorsOf(totals),
  };
}

export function ratio(part: number, whole: number): Rate {
  return whole === 0 ? null : part / whole;
}

function stageSpreads({ all }: TurnTotals): StageSpreads & { readonly total_time: Spread } {
  const spreads = TURN_MEASURES.map((measure): [string, Spread] => [
    measure === 'total' ? 'total_time' : measure,
    spreadOf(all.sketches.get(measure)),
  ]);
  return Object.fromEntries(spreads) as unknown as StageSpreads & { readonly total_time: Spread };
}

function errorsOf({ all }: TurnTotals): Readonly<Record<string, number>> {
  const errors: Record<string, number> = {};
  for (const [name, count] of all.sums) {
    if (name.startsWith(ERROR_PREFIX)) errors[name.slice(ERROR_PREFIX.length)] = count;
  }
  return errors;
}
