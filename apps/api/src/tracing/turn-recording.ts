import type { EngineError, MemoryOutcome, StageTiming, Usage } from '@yychat/engine-core';
import type { TurnContext, TurnEvent, TurnObserver } from '../chat/turn-listener.js';
import type { TracedTurn } from './traced-turn.js';

/** Of stages, and of calls to tools; far more than the pipeline makes. */
const MAX_KEPT = 256;

/** A call to a server tool, as its events tell of it. */
export interface RecordedTool {
  readonly name: string;
  readonly step: number;
  /** Absent while it runs; a turn that is broken off does not wait for it. Milliseconds. */
  readonly result?: { readonly ok: boolean; readonly duration: number };
}

/** What is known of a turn when it is over: numbers and names, never a word of what was said. */
export interface RecordedTurn {
  readonly context: TurnContext;
  readonly trace: TracedTurn;
  /** One moment, on both clocks: that from which the starts of stages count. */
  readonly epoch: number;
  readonly monotonic: number;
  /** Milliseconds since the request arrived. */
  readonly duration: number;
  readonly error: EngineError | undefined;
  readonly stages: readonly StageTiming[];
  readonly tools: readonly RecordedTool[];
  readonly memory: MemoryOutcome | undefined;
  /** What a cache of answers said; undefined where none was asked. */
  readonly answerCacheHit: boolean | undefined;
  /** As the upstream calls it. */
  readonly model: string | undefined;
  readonly usage: Usage | undefined;
  /** Present once the turn is complete. */
  readonly finishReason: string | undefined;
}

/** Keeps what the events of one turn tell until it is over. */
export class TurnRecording implements TurnObserver {
  readonly #stages: StageTiming[] = [];
  readonly #tools: RecordedTool[] = [];
  #results = 0;
  #memory: MemoryOutcome | undefined;
  #answerCacheHit: boolean | undefined;
  #model: string | undefined;
  #usage: Usage | undefined;
  #finishReason: string | undefined;

  constructor(
    private readonly begun: Pick<RecordedTurn, 'context' | 'trace' | 'epoch' | 'monotonic'>,
    private readonly finished: (turn: RecordedTurn) => void,
  ) {}

  onEvent(event: TurnEvent): void {
    switch (event.type) {
      case 'message-start':
        this.#memory = event.memory;
        this.#answerCacheHit = event.answerCacheHit;
        this.#model = event.model;
        break;
      case 'stage-end':
        this.#keep(event);
        break;
      case 'tool-call':
        if (this.#tools.length < MAX_KEPT)
          this.#tools.push({ name: event.call.function.name, step: event.step });
        break;
      case 'tool-result': {
        const tool = this.#tools[this.#results];
        const { ok, duration } = event;
        if (tool !== undefined) this.#tools[this.#results++] = { ...tool, result: { ok, duration } };
        break;
      }
      case 'usage':
        this.#usage = event.usage;
        break;
      case 'turn-end':
        this.#finishReason = event.finishReason;
        break;
    }
  }

  onEnd(duration: number, error: EngineError | undefined): void {
    // Of a turn that failed before its first event.
    for (const stage of error?.stages ?? []) this.#keep(stage);
    this.finished({
      ...this.begun,
      duration,
      error,
      stages: this.#stages,
      tools: this.#tools,
      memory: this.#memory,
      answerCacheHit: this.#answerCacheHit,
      model: this.#model,
      usage: this.#usage,
      finishReason: this.#finishReason,
    });
  }

  #keep({ stage, start, duration }: StageTiming): void {
    if (this.#stages.length < MAX_KEPT) this.#stages.push({ stage, start, duration });
  }
}
