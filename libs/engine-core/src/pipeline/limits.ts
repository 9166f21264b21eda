/** Bounds of one turn. */
export interface PipelineLimits {
  /** Memories put into the prompt. */
  readonly memories: number;
  /** Milliseconds that recall may take before the turn goes on without it. */
  readonly recallTimeout: number;
  /** Model calls in one turn; the last one is made with tools off. */
  readonly steps: number;
  /** Server tool calls run in one step; the model is told that the rest were refused. */
  readonly toolCallsPerStep: number;
  /** Milliseconds that writing the conversation log may take. */
  readonly saveTimeout: number;
  /** Tokens of prompt and answer together, by model. */
  readonly contextWindow: (model: string) => number;
  /** Tokens kept free for the answer where the request sets no maximum. */
  readonly answerReserve: number;
}

export const defaultLimits: PipelineLimits = {
  memories: 5,
  recallTimeout: 500,
  steps: 8,
  toolCallsPerStep: 16,
  saveTimeout: 5_000,
  contextWindow: () => 128_000,
  answerReserve: 4_096,
};
