import type { AnswerEvent, EngineError, EngineEvent, Turn } from '@yychat/engine-core';

/** What happened in a turn, without the answer itself. */
export type TurnEvent = Exclude<EngineEvent, AnswerEvent>;

/** What is known of a turn when it begins. */
export interface TurnFacts {
  readonly turn: Pick<Turn, 'id' | 'model' | 'stream' | 'useTools' | 'conversationId' | 'personalityId'>;
  readonly engine: string;
  readonly epoch: number;
  /** Milliseconds from the request's arrival to the beginning of its turn; absent where nobody measured it. */
  readonly queue?: number;
}

/** How a turn failed. */
export type TurnFailure = Pick<EngineError, 'code' | 'type' | 'stages'>;

/** Follows one turn. Neither method throws. */
export interface TurnMeter {
  onEvent(event: TurnEvent): void;
  /**
   * Once, at the end.
   * @param duration milliseconds since the request arrived
   * @param error how the turn failed, before or after its first event
   */
  onEnd(duration: number, error: TurnFailure | undefined): void;
}
