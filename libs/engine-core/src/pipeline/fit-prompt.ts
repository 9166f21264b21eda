import { EngineError } from '../errors.js';
import type { MemoryOutcome } from '../events.js';
import type { Memory } from '../ports/conversation-memory.js';
import type { Personality } from '../ports/personality-source.js';
import type { Turn } from '../turn.js';
import type { ChatMessage } from '../wire/chat-completion.js';
import { memoryBlock } from './memory-block.js';
import type { Pipeline } from './pipeline.js';
import { composePrompt } from './prompt.js';
import type { Recalled } from './recall.js';

/** However large a context is, more quotes than this distract. */
const MAX_MEMORY_TOKENS = 8_000;

export interface FittedPrompt {
  /** The messages for the model. Composed anew for each step: kept, they would be held as long as a stream lasts. */
  readonly prompt: () => readonly ChatMessage[];
  readonly outcome: MemoryOutcome;
  readonly cacheHit: boolean | undefined;
  /** The memories that the prompt has, best first. */
  readonly memories: readonly Memory[];
  /** Messages that did not fit the token budget. */
  readonly dropped: number;
}

interface Composition {
  readonly history: readonly ChatMessage[];
  readonly personality: Personality | undefined;
  readonly recalled: Recalled;
  /** Characters of the tool definitions' JSON. */
  readonly toolsSize: number;
}

/** Composes the prompt and fits it into the budget. Memories give way before a question is refused. */
export async function fitPrompt(
  pipeline: Pipeline,
  turn: Turn,
  composition: Composition,
): Promise<FittedPrompt> {
  const { history, personality, recalled, toolsSize } = composition;
  const { model, options } = turn;
  const block =
    recalled.memories.length === 0
      ? undefined
      : memoryBlock(recalled.memories, memoryTokens(pipeline, model));
  const messages = composePrompt(history, personality, block?.text);
  let kept: readonly ChatMessage[];
  try {
    const fitted = pipeline.budget.fit({ model, messages, toolsSize, options });
    kept = Array.isArray(fitted) ? (fitted as readonly ChatMessage[]) : await fitted;
  } catch (error) {
    if (block === undefined || !EngineError.is(error) || error.code !== 'context_length_exceeded')
      throw error;
    return fitPrompt(pipeline, turn, {
      ...composition,
      recalled: { ...recalled, outcome: 'miss', memories: [] },
    });
  }
  const prompt = kept === messages ? composer(history, personality, block?.text) : keeper(kept);
  return {
    prompt,
    outcome: recalled.outcome,
    cacheHit: recalled.cacheHit,
    memories: block?.memories ?? [],
    dropped: messages.length - kept.length,
  };
}

/** What memories may take of the context: an eighth, so that the conversation at hand comes first. */
function memoryTokens({ limits }: Pipeline, model: string): number {
  return Math.min(MAX_MEMORY_TOKENS, limits.contextWindow(model) / 8);
}

/** Functions of their own, so that what they return holds nothing but their parameters. */
function composer(...parts: Parameters<typeof composePrompt>): FittedPrompt['prompt'] {
  return () => composePrompt(...parts);
}

function keeper(messages: readonly ChatMessage[]): FittedPrompt['prompt'] {
  return () => messages;
}
