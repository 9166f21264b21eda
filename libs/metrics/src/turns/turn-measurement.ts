import type { MemoryOutcome, StageTiming, Usage } from '@yychat/engine-core';
import type { TurnMeasure } from '../measurements/measurement-names.js';
import { errorTypeOf } from './error-type.js';
import type { FinishedTurn, StageTime, ToolTime, TurnTokens } from './finished-turn.js';
import type { TurnEvent, TurnFacts, TurnFailure, TurnMeter } from './turn-events.js';
import type { TurnRecorderParts } from './turn-recorder.js';

/** What is kept of one turn at most, however many steps it has. */
const MAX_STAGES = 64;
const MAX_TOOLS = 32;
const MAX_NAME = 128;

/** Collects what is measured of one turn. Keeps no event, for those hold what was said. */
export class TurnMeasurement implements TurnMeter {
  readonly #id: string;
  readonly #engine: string;
  readonly #epoch: number;
  readonly #conversationId: string | null;
  readonly #personalityId: string | null;
  readonly #model: string;
  readonly #stream: boolean;
  readonly #useTools: boolean;
  readonly #times: Partial<Record<TurnMeasure, number>> = {};
  readonly #stages: StageTime[] = [];
  readonly #tools: ToolTime[] = [];
  #queue = 0;
  #memory: MemoryOutcome | null = null;
  #cacheHit: boolean | null = null;
  #toolCalled = false;
  #steps = 0;
  #tokens: TurnTokens | null = null;

  constructor(
    private readonly parts: TurnRecorderParts,
    { turn, engine, epoch, queue }: TurnFacts,
  ) {
    this.#id = turn.id;
    this.#engine = engine;
    this.#epoch = epoch;
    this.#conversationId = turn.conversationId ?? null;
    this.#personalityId = turn.personalityId ?? null;
    this.#model = turn.model.slice(0, MAX_NAME);
    this.#stream = turn.stream;
    this.#useTools = turn.useTools;
    if (queue !== undefined) this.#times.queue = this.#queue = queue / 1_000;
  }

  onEvent(event: TurnEvent): void {
    switch (event.type) {
      case 'message-start':
        this.#memory = event.memory;
        this.#cacheHit = event.memoryCacheHit ?? null;
        break;
      case 'stage-end':
        this.#addStage(event);
        break;
      case 'tool-result':
        this.#toolCalled = true;
        if (this.#tools.length < MAX_TOOLS) {
          const { name, ok, duration } = event;
          this.#tools.push({ name: name.slice(0, MAX_NAME), ok, duration: duration / 1_000 });
        }
        break;
      case 'usage':
        this.#tokens = tokensOf(event.usage);
        break;
      case 'turn-end':
        this.#steps = event.steps;
        // A call to a tool of the client's: it is part of the answer, which is not seen here.
        if (event.finishReason === 'tool_calls') this.#toolCalled = true;
        break;
    }
  }

  onEnd(duration: number, error: TurnFailure | undefined): void {
    for (const stage of error?.stages ?? []) this.#addStage(stage);
    const turn = this.#finish(duration, error);
    for (const sink of this.parts.sinks) sink.record(turn);
  }

  #finish(duration: number, error: TurnFailure | undefined): FinishedTurn {
    const ended = this.parts.clock.now();
    const perToken = this.#timePerOutputToken();
    this.#times.total = duration / 1_000;
    if (perToken !== undefined) this.#times.time_per_output_token = perToken;
    return {
      id: this.#id,
      begun: ended - duration,
      ended,
      engine: this.#engine,
      epoch: this.#epoch,
      conversationId: this.#conversationId,
      personalityId: this.#personalityId,
      model: this.#model,
      stream: this.#stream,
      useTools: this.#useTools,
      toolCalled: this.#toolCalled,
      outcome: error === undefined ? 'ok' : error.code === 'cancelled' ? 'cancelled' : 'error',
      errorType: error === undefined ? null : errorTypeOf(error),
      memory: this.#memory,
      cacheHit: this.#cacheHit,
      tokens: this.#tokens,
      cost: this.#tokens === null ? null : this.parts.costOf(this.#model, this.#tokens),
      times: this.#times,
      stages: this.#stages,
      tools: this.#tools,
    };
  }

  #addStage({ stage, start, duration }: StageTiming): void {
    // An answer in one piece has no first chunk: its time would be that of all of it.
    if (stage === 'first_chunk' && !this.#stream) return;
    const seconds = duration / 1_000;
    this.#times[stage] = (this.#times[stage] ?? 0) + seconds;
    if (this.#stages.length < MAX_STAGES)
      this.#stages.push({ stage, start: this.#queue + start / 1_000, duration: seconds });
  }

  /**
   * From the first chunk to the end of the upstream's answer, by the tokens after the first, as `gen_ai.server.time_per_output_token`
   * has it. Not known of a turn with several answers of the upstream: their tokens are counted together, their pauses are not
   * generation.
   */
  #timePerOutputToken(): number | undefined {
    const { first_chunk: first } = this.#times;
    if (this.#steps !== 1 || first === undefined || this.#tokens === null) return undefined;
    const answer = this.#stages.find(({ stage }) => stage === 'openai_api');
    const tokens = this.#tokens.output - 1;
    if (answer === undefined || tokens < 1) return undefined;
    const time = answer.start + answer.duration - (this.#queue + first);
    return time >= 0 ? time / tokens : undefined;
  }
}

function tokensOf(usage: Usage): TurnTokens {
  const details = usage['prompt_tokens_details'] as { readonly cached_tokens?: unknown } | null | undefined;
  return {
    input: countOf(usage.prompt_tokens),
    output: countOf(usage.completion_tokens),
    cached: countOf(details?.cached_tokens),
  };
}

/** Upstreams are many, and some of them send what is no count. */
function countOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : 0;
}
