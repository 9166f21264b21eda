import type { EngineError } from './errors.js';
import type { Memory } from './ports/conversation-memory.js';
import type { StageTiming } from './stage-timing.js';
import type { ChatCompletionChunk, ToolCall, Usage } from './wire/chat-completion.js';

/** What memory did for a turn, as the `x-yychat-memory` header says it. */
export type MemoryOutcome = 'hit' | 'miss' | 'off' | 'timeout' | 'error';

/** First event of every turn that has one: the upstream has begun to answer. */
export interface MessageStart {
  readonly type: 'message-start';
  readonly memory: MemoryOutcome;
  /** Which model answers, as the upstream calls it. */
  readonly model?: string;
  /** Whether a cache had what was recalled; absent where none was asked. */
  readonly memoryCacheHit?: boolean;
  /** How many memories were put into the prompt. */
  readonly memories: number;
  /** Those memories, best first; absent where there are none. What people said: for no log, trace or figure. */
  readonly recalled?: readonly Memory[];
  /** Whether a cache of answers had the answer: then the upstream was not asked. Absent where none was asked. */
  readonly answerCacheHit?: boolean;
  /** Names of the server tools that the model was offered. */
  readonly tools: readonly string[];
}

interface AnswerPart {
  /** The choice that this part belongs to; 0 unless the client asked for `n` > 1. */
  readonly index: number;
  /** Set on the last part of a choice. */
  readonly finishReason?: string;
  /** The OpenAI chunk to send for this part, complete with fields that the pipeline does not know. */
  readonly chunk?: ChatCompletionChunk;
  /** The JSON text of `chunk`, if the upstream's own text may be relayed unchanged. */
  readonly raw?: string;
}

/** Text of the answer. */
export interface TextDelta extends AnswerPart {
  readonly type: 'text-delta';
  readonly text: string;
}

/**
 * A part of the answer that is neither text nor a tool call: role, refusal, reasoning, audio, finish. Without a chunk and without a finish
 * reason it says that the assistant speaks, as the first part of a choice does.
 */
export interface MessageDelta extends AnswerPart {
  readonly type: 'message-delta';
}

/** A piece of a call to one of the client's own tools. */
export interface ToolCallDeltaEvent extends AnswerPart {
  readonly type: 'tool-call-delta';
  /** Position among the calls that the client sees. */
  readonly toolIndex: number;
  readonly id?: string;
  readonly name?: string;
  readonly argumentsDelta: string;
}

/** A server tool is about to run. */
export interface ToolCallEvent {
  readonly type: 'tool-call';
  readonly step: number;
  readonly call: ToolCall;
}

/** A server tool has run, or failed: either way the model is told. */
export interface ToolResultEvent {
  readonly type: 'tool-result';
  readonly step: number;
  readonly callId: string;
  readonly name: string;
  readonly ok: boolean;
  /** What the model was told. */
  readonly content: string;
  /** Milliseconds. */
  readonly duration: number;
}

export interface HistoryTrimmed {
  readonly type: 'history-trimmed';
  /** How many of the oldest messages did not fit the token budget and were left out. */
  readonly dropped: number;
}

export interface StageEnd extends StageTiming {
  readonly type: 'stage-end';
}

/** Tokens of the whole turn: the sum over its model calls. */
export interface UsageEvent {
  readonly type: 'usage';
  readonly usage: Usage;
}

/** The turn failed after its first event. The last event. */
export interface ErrorEvent {
  readonly type: 'error';
  readonly error: EngineError;
}

/** The turn is complete and, where there is a log, written. The last event. */
export interface TurnEnd {
  readonly type: 'turn-end';
  /** Of choice 0. */
  readonly finishReason: string;
  /** Model calls made. */
  readonly steps: number;
}

export type AnswerEvent = TextDelta | MessageDelta | ToolCallDeltaEvent;

export type EngineEvent =
  | MessageStart
  | AnswerEvent
  | ToolCallEvent
  | ToolResultEvent
  | HistoryTrimmed
  | StageEnd
  | UsageEvent
  | ErrorEvent
  | TurnEnd;
