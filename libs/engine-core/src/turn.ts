import type { ChatMessage, FunctionTool } from './wire/chat-completion.js';

/** One question and its answer: what a client asked for, validated, and who it is. */
export interface Turn {
  /** The request id; also in the response header, the log and the metrics. */
  readonly id: string;
  /** Whose memory, cache entries and limits apply. Never visible to another tenant. */
  readonly tenant: string;
  readonly model: string;
  /** At least one message. */
  readonly messages: readonly ChatMessage[];
  /** Whether the upstream is asked to stream. The events are the same either way. */
  readonly stream: boolean;
  /** Absent: the turn is stateless and touches no memory. */
  readonly conversationId?: string;
  /** Widens memory to this user's other conversations. */
  readonly user?: string;
  readonly personalityId?: string;
  /** Whether the server's own tools are offered to the model. */
  readonly useTools: boolean;
  /** The client's own tools, in the order in which it gave them. */
  readonly clientTools?: readonly FunctionTool[];
  readonly toolChoice?: unknown;
  /** Answered unseen, beside another engine: nothing is written of it. */
  readonly isShadow?: boolean;
  /** Every other field of the request, for the upstream as it came. */
  readonly options: Readonly<Record<string, unknown>>;
}
