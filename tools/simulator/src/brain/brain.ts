import type { ScriptedToolCall } from '../behaviour.js';
import type { ChatRequest } from '../chat/chat-request.js';

/** What the simulator says when nobody has told it what to say. */
export interface Thought {
  readonly pieces: readonly string[];
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly finishReason?: string;
  /** Time between two chunks, ms. */
  readonly gap?: number;
}

/** Thinks of an answer, from nothing but the request. */
export type Brain = (request: ChatRequest) => Thought;
