import type { AnswerEvent, EngineError, EngineEvent, Turn } from '@yychat/engine-core';
import type { Principal } from '../auth/principal.js';
import type { TracedTurn } from '../tracing/traced-turn.js';

/** What happened in a turn, without the answer itself. */
export type TurnEvent = Exclude<EngineEvent, AnswerEvent>;

/** What is known of a turn when it begins. */
export interface TurnContext {
  readonly turn: Turn;
  readonly engine: string;
  readonly epoch: number;
  readonly principal: Principal;
  /** Milliseconds from the request's arrival to the beginning of its turn. */
  readonly queue: number;
  /** Absent where turns are not traced. */
  readonly trace?: TracedTurn | undefined;
}

/** Follows one turn. Called on the hot path: must not throw, block or keep the events. */
export interface TurnObserver {
  onEvent(event: TurnEvent): void;
  /** Once, at the end. `error`: how the turn failed, before or after its first event. Milliseconds. */
  onEnd(duration: number, error: EngineError | undefined): void;
}

/** Is told of every turn of every engine: the log, the metrics, the traces. */
export interface TurnListener {
  onTurn(context: TurnContext): TurnObserver;
}
