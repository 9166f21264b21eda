import type { MemoryOutcome, Stage } from '@yychat/engine-core';
import type { TurnMeasure } from '../measurements/measurement-names.js';

/** How a turn ended. A turn whose client went away is `cancelled`. */
export const OUTCOMES = ['ok', 'error', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The time that one stage took. In seconds; `start` counts from the arrival of the request. */
export interface StageTime {
  readonly stage: Stage;
  readonly start: number;
  readonly duration: number;
}

/** Tokens of a whole turn, as the upstream counted them. */
export interface TurnTokens {
  readonly input: number;
  readonly output: number;
  /** Of the input, those that the upstream had in its cache. */
  readonly cached: number;
}

/** All that is measured of one turn: numbers and names, never a word of what was said. */
export interface FinishedTurn {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly begun: number;
  readonly ended: number;
  readonly engine: string;
  readonly epoch: number;
  readonly conversationId: string | null;
  readonly personalityId: string | null;
  /** As the client asked for it, shortened. */
  readonly model: string;
  readonly stream: boolean;
  readonly useTools: boolean;
  readonly toolCalled: boolean;
  readonly outcome: Outcome;
  readonly errorType: string | null;
  /** What recall did; `null` for a turn that failed before it began to answer. */
  readonly memory: MemoryOutcome | null;
  /** What the cache of retrievals said; `null` where none was asked. */
  readonly cacheHit: boolean | null;
  readonly tokens: TurnTokens | null;
  /** `null` where tokens or price are not known. */
  readonly cost: number | null;
  /** Seconds. What a turn did not do is absent; what it did more than once is added up. */
  readonly times: Readonly<Partial<Record<TurnMeasure, number>>>;
  /** In the order in which they ended, the first of them where there are very many. */
  readonly stages: readonly StageTime[];
  /** Server tools that ran, likewise. */
  readonly tools: readonly ToolTime[];
}

/** One call to a server tool. */
export interface ToolTime {
  readonly name: string;
  readonly ok: boolean;
  /** Seconds. */
  readonly duration: number;
}

/** Is told of every turn that has ended. Called on the hot path: must neither throw nor change the turn. */
export interface TurnSink {
  record(turn: FinishedTurn): void;
}
