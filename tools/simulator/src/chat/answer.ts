import type { Behaviour, ScriptedToolCall } from '../behaviour.js';
import type { Brain, Thought } from '../brain/brain.js';
import type { ChatRequest } from './chat-request.js';
import { fillerPieces, textPieces } from './text.js';
import { CHARACTERS_PER_TOKEN, estimateUsage } from './usage.js';

/** A tool call as the API says it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** What will be said, before it is made into chunks or one body. */
export interface Answer {
  readonly id: string;
  /** Unix time, seconds. */
  readonly created: number;
  readonly pieces: readonly string[];
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: string;
  readonly usage: object | null;
  /** Time between two chunks, ms. */
  readonly gap: number;
}

/** Decides what is said: what the behaviour asks for, and for the rest what the brain thinks. */
export function composeAnswer(request: ChatRequest, behaviour: Behaviour, brain: Brain): Answer {
  const thought = scriptedThought(behaviour) ?? limited(brain(request), request.maxTokens);
  const toolCalls = (thought.toolCalls ?? []).map(toToolCall);
  const said = thought.pieces.join('') + toolCalls.map((call) => call.name + call.arguments).join('');
  return {
    id: nextId('chatcmpl-sim'),
    created: Math.floor(Date.now() / 1_000),
    pieces: thought.pieces,
    toolCalls,
    finishReason:
      behaviour.finishReason ?? thought.finishReason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'),
    usage: behaviour.usage === undefined ? estimateUsage(request, said) : behaviour.usage,
    gap: behaviour.gap ?? thought.gap ?? 0,
  };
}

let made = 0;

/** An id that no other answer of this process has. */
export function nextId(prefix: string): string {
  made += 1;
  return `${prefix}${made.toString(36).padStart(12, '0')}`;
}

function scriptedThought({ reply, chunks, toolCalls }: Behaviour): Thought | undefined {
  if (reply === undefined && chunks === undefined && toolCalls === undefined) return undefined;
  const pieces = reply === undefined ? fillerPieces(chunks ?? 0) : reply;
  return { pieces: typeof pieces === 'string' ? textPieces(pieces) : pieces, toolCalls: toolCalls ?? [] };
}

/** What a model says that has to stop after so many tokens. */
function limited(thought: Thought, maxTokens: number): Thought {
  const text = thought.pieces.join('');
  if (text.length <= maxTokens * CHARACTERS_PER_TOKEN) return thought;
  const pieces = textPieces(text.slice(0, maxTokens * CHARACTERS_PER_TOKEN));
  return { ...thought, pieces, toolCalls: [], finishReason: 'length' };
}

function toToolCall({ id, name, arguments: given }: ScriptedToolCall): ToolCall {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return { id: id ?? nextId('call_sim'), name, arguments: text };
}
