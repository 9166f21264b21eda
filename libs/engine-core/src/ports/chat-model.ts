import type { DependencyHealth } from '../health.js';
import type { ChatCompletionChunk, ChatMessage, FunctionTool } from '../wire/chat-completion.js';
import type { TurnTrace } from './turn-trace.js';

/** One call of the model: the body of `POST /chat/completions`. */
export interface ChatModelRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly FunctionTool[];
  readonly tool_choice?: unknown;
  readonly stream: boolean;
  /** Fields of the client's request that go to the upstream as they came. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ChatModelContext {
  readonly signal: AbortSignal;
  /** Sent upstream for correlation. */
  readonly requestId: string;
  readonly trace?: TurnTrace | undefined;
  /**
   * Among whose equal requests an answer may be shared: a tenant's. Absent: this answer is for this request alone, as all are that belong
   * to a conversation.
   */
  readonly cacheScope?: string;
}

export interface ModelChunk {
  readonly data: ChatCompletionChunk;
  /** The JSON text that `data` was read from, if it was read from one. */
  readonly raw?: string;
  /** On the first chunk: whether a cache of answers had it. Absent where none was asked. */
  readonly cacheHit?: boolean;
}

/**
 * The upstream. `generate` yields the chunks of one answer; a non-streaming answer is one chunk whose deltas are the
 * whole messages. It throws {@link UpstreamError}, {@link UpstreamTimeoutError}, {@link UpstreamUnreachableError} or
 * {@link UpstreamProtocolError}; retries happen inside, and never after the first chunk. Ending the iteration early
 * aborts the call.
 */
export interface ChatModel {
  generate(request: ChatModelRequest, context: ChatModelContext): AsyncIterable<ModelChunk>;
  /** Never throws. */
  healthCheck(signal: AbortSignal): Promise<DependencyHealth>;
}
