import type { MemoryOutcome, Stage } from '@yychat/engine-core';
import { TURN_MEASURES, type TurnMeasure } from '../measurements/measurement-names.js';
import { OUTCOMES, type FinishedTurn } from './finished-turn.js';

const FORMAT = 1;

/** Stages are named by their place here: only ever add to the end. */
const STAGES: readonly Stage[] = [
  'memory_retrieval',
  'personality_apply',
  'tool_schema_build',
  'openai_api',
  'first_chunk',
  'tool_execution',
  'memory_save',
];

/** A turn as JSON in some 250 bytes: what is `null` is left out, times are integers of a microsecond. */
interface PackedTurn {
  readonly v: typeof FORMAT;
  readonly id: string;
  /** When it began. */
  readonly at: number;
  readonly engine: string;
  readonly epoch: number;
  readonly conv?: string;
  readonly pers?: string;
  readonly model: string;
  /** 1 streamed, 2 tools offered, 4 tool called. */
  readonly flags: number;
  /** Place of the outcome; left out for `ok`. */
  readonly out?: number;
  readonly err?: string;
  readonly mem?: MemoryOutcome;
  readonly hit?: boolean;
  /** Input, output, cached. */
  readonly tok?: readonly [number, number, number];
  readonly cost?: number;
  /** By the place of the measure; -1 where there is none. */
  readonly times: readonly number[];
  /** Each with stage, start, duration. */
  readonly stages: readonly (readonly [number, number, number])[];
  /** Each with name, whether it went well, duration. */
  readonly tools?: readonly (readonly [string, boolean, number])[];
}

export function packTurn(turn: FinishedTurn): string {
  const { conversationId, personalityId, errorType, memory, cacheHit, tokens, cost, tools } = turn;
  const outcome = OUTCOMES.indexOf(turn.outcome);
  const packed: PackedTurn = {
    v: FORMAT,
    id: turn.id,
    at: Math.round(turn.begun),
    engine: turn.engine,
    epoch: turn.epoch,
    ...(conversationId !== null && { conv: conversationId }),
    ...(personalityId !== null && { pers: personalityId }),
    model: turn.model,
    flags: (turn.stream ? 1 : 0) | (turn.useTools ? 2 : 0) | (turn.toolCalled ? 4 : 0),
    ...(outcome > 0 && { out: outcome }),
    ...(errorType !== null && { err: errorType }),
    ...(memory !== null && { mem: memory }),
    ...(cacheHit !== null && { hit: cacheHit }),
    ...(tokens !== null && { tok: [tokens.input, tokens.output, tokens.cached] as const }),
    ...(cost !== null && { cost }),
    times: TURN_MEASURES.map((measure) => micro(turn.times[measure])),
    stages: turn.stages.map((it) => [STAGES.indexOf(it.stage), micro(it.start), micro(it.duration)]),
    ...(tools.length > 0 && { tools: tools.map((it) => [it.name, it.ok, micro(it.duration)] as const) }),
  };
  return JSON.stringify(packed);
}

/** The turn that `packTurn` packed; undefined if the text is no such thing, or of a version that this one does not know. */
export function unpackTurn(text: string): FinishedTurn | undefined {
  try {
    const packed = JSON.parse(text) as PackedTurn | null;
    return packed?.v === FORMAT ? unpack(packed) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function unpack(packed: PackedTurn): FinishedTurn {
  const { tok: tokens, flags } = packed;
  const times = unpackTimes(packed.times);
  return {
    id: packed.id,
    begun: packed.at,
    ended: packed.at + (times.total ?? 0) * 1_000,
    engine: packed.engine,
    epoch: packed.epoch,
    conversationId: packed.conv ?? null,
    personalityId: packed.pers ?? null,
    model: packed.model,
    stream: (flags & 1) > 0,
    useTools: (flags & 2) > 0,
    toolCalled: (flags & 4) > 0,
    outcome: OUTCOMES[packed.out ?? 0] ?? 'error',
    errorType: packed.err ?? null,
    memory: packed.mem ?? null,
    cacheHit: packed.hit ?? null,
    tokens: tokens === undefined ? null : { input: tokens[0], output: tokens[1], cached: tokens[2] },
    cost: packed.cost ?? null,
    times,
    stages: packed.stages.flatMap(([place, start, duration]) => {
      const stage = STAGES[place];
      return stage === undefined ? [] : [{ stage, start: start / 1e6, duration: duration / 1e6 }];
    }),
    tools: (packed.tools ?? []).map(([name, ok, duration]) => ({ name, ok, duration: duration / 1e6 })),
  };
}

function unpackTimes(packed: readonly number[]): Partial<Record<TurnMeasure, number>> {
  const times: Partial<Record<TurnMeasure, number>> = {};
  for (const [i, measure] of TURN_MEASURES.entries()) {
    const time = packed[i];
    if (time !== undefined && time >= 0) times[measure] = time / 1e6;
  }
  return times;
}

const micro = (seconds: number | undefined): number =>
  seconds === undefined ? -1 : Math.max(0, Math.round(seconds * 1e6));
