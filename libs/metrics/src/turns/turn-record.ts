import type { MemoryOutcome } from '@yychat/engine-core';
import { TURN_MEASURES, type TurnMeasure } from '../measurements/measurement-names.js';
import type { FinishedTurn, Outcome, StageTime, ToolTime } from './finished-turn.js';

/** Times in seconds, `null` for what a turn did not do. */
export type TurnTimes = { readonly [measure in TurnMeasure]: number | null };

/** One turn as the API shows it in lists. */
export interface TurnRecord extends TurnTimes {
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
  /** In the price table's currency; `null` where tokens or price are not known. */
  readonly cost: number | null;
}

/** One turn with its stages. */
export interface TurnDetail extends TurnRecord {
  /** What recall did. */
  readonly memory: MemoryOutcome | null;
  /** In seconds; `start` counts from the arrival of the request. The queue is the first of them. */
  readonly stages: readonly (StageTime | { readonly stage: 'queue'; start: number; duration: number })[];
  readonly tools: readonly ToolTime[];
}

export function turnRecord(turn: FinishedTurn): TurnRecord {
  return {
    request_id: turn.id,
    timestamp: new Date(Math.round(turn.begun)).toISOString(),
    engine: turn.engine,
    epoch: turn.epoch,
    conversation_id: turn.conversationId,
    personality_id: turn.personalityId,
    model: turn.model,
    stream: turn.stream,
    use_tools: turn.useTools,
    tool_called: turn.toolCalled,
    status: turn.outcome,
    error_type: turn.errorType,
    ...timesOf(turn),
    memory_cache_hit: turn.cacheHit,
    tokens_in: turn.tokens?.input ?? null,
    tokens_out: turn.tokens?.output ?? null,
    tokens_cached: turn.tokens?.cached ?? null,
    cost: turn.cost,
  };
}

export function turnDetail(turn: FinishedTurn): TurnDetail {
  const { queue } = turn.times;
  return {
    ...turnRecord(turn),
    memory: turn.memory,
    stages: [
      ...(queue === undefined ? [] : [{ stage: 'queue' as const, start: 0, duration: queue }]),
      ...turn.stages,
    ],
    tools: turn.tools,
  };
}

function timesOf({ times }: FinishedTurn): TurnTimes {
  return Object.fromEntries(
    TURN_MEASURES.map((measure) => [measure, times[measure] ?? null]),
  ) as unknown as TurnTimes;
}
