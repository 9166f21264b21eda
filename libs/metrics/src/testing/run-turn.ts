import type { MemoryOutcome, Stage } from '@yychat/engine-core';
import type { TurnEvent, TurnFacts, TurnFailure, TurnMeter } from '../turns/turn-events.js';

/** A turn as a case needs it. Times in seconds. */
export interface TurnSpec {
  readonly total: number;
  readonly id?: string;
  readonly engine?: string;
  readonly model?: string;
  readonly stream?: boolean;
  readonly queue?: number;
  readonly conversationId?: string;
  readonly memory?: MemoryOutcome;
  readonly cacheHit?: boolean;
  readonly stages?: Readonly<Partial<Record<Stage, number>>>;
  readonly tools?: readonly string[];
  readonly tokens?: { readonly input: number; readonly output: number; readonly cached?: number };
  /** The code of its error. */
  readonly error?: string;
}

let made = 0;

/** Has a turn begin, happen and end, all at once: how long it took is what the turn says. */
export function runTurn(metrics: { onTurn(facts: TurnFacts): TurnMeter }, spec: TurnSpec): void {
  const { id = `req_${(made += 1)}`, engine = 'chat_engine', model = 'gpt-4.1', stream = true } = spec;
  const { conversationId, queue } = spec;
  const meter = metrics.onTurn({
    turn: { id, model, stream, useTools: true, ...(conversationId !== undefined && { conversationId }) },
    engine,
    epoch: 1,
    ...(queue !== undefined && { queue: queue * 1_000 }),
  });
  for (const event of eventsOf(spec)) meter.onEvent(event);
  meter.onEnd(spec.total * 1_000, spec.error === undefined ? undefined : failure(spec.error));
}

function eventsOf({ memory, cacheHit, stages = {}, tools = [], tokens, error }: TurnSpec): TurnEvent[] {
  const timed = Object.entries(stages) as [Stage, number][];
  return [
    {
      type: 'message-start',
      memory: memory ?? 'off',
      memories: 0,
      tools,
      ...(cacheHit !== undefined && { memoryCacheHit: cacheHit }),
    },
    ...timed.map(([stage, duration]) => {
      return { type: 'stage-end' as const, stage, start: 0, duration: duration * 1_000 };
    }),
    ...tools.map((name): TurnEvent => {
      return { type: 'tool-result', step: 0, callId: 'call', name, ok: true, content: 'secret', duration: 5 };
    }),
    ...(tokens === undefined ? [] : [usageOf(tokens)]),
    ...(error === undefined ? [{ type: 'turn-end' as const, finishReason: 'stop', steps: 1 }] : []),
  ];
}

function usageOf({ input, output, cached = 0 }: NonNullable<TurnSpec['tokens']>): TurnEvent {
  const usage = {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
  return { type: 'usage', usage };
}

function failure(code: string): TurnFailure {
  return { code, type: 'upstream_error', stages: [] };
}
