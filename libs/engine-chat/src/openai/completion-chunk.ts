import {
  UpstreamProtocolError,
  type ChatCompletionChunk,
  type ChunkChoice,
  type ModelChunk,
  type ToolCallDelta,
} from '@yychat/engine-core';
import { eventError, withoutSecret } from './upstream-errors.js';

interface Message {
  readonly tool_calls?: readonly ToolCallDelta[] | null;
  readonly [field: string]: unknown;
}

interface CompletionChoice {
  readonly index?: number;
  readonly message?: Message | null;
  readonly [field: string]: unknown;
}

/** The most choices that a request can ask for. */
const MAX_CHOICES = 128;

/**
 * The JSON text of one chunk, or of a whole `chat.completion`, which becomes the one chunk that says it all.
 * @param secret taken out of an error's words
 * @throws UpstreamError for an error object, UpstreamProtocolError for anything else.
 */
export function readChunk(text: string, secret = ''): ModelChunk {
  let value: (Partial<ChatCompletionChunk> & { error?: string | object }) | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch (cause) {
    throw new UpstreamProtocolError('The upstream sent broken JSON.', cause);
  }
  if (value?.error)
    throw eventError(JSON.parse(withoutSecret(JSON.stringify(value.error), secret)) as object);
  if (!Array.isArray(value?.choices) || !value.choices.every(isChoice))
    throw new UpstreamProtocolError('The upstream sent something that is no chat completion.');
  const chunk = value as ChatCompletionChunk;
  return (chunk.object as string) === 'chat.completion'
    ? { data: fromCompletion(chunk) }
    : { data: chunk, raw: text };
}

/** Whether something can be read as a choice, so far as the pipeline reads it. */
function isChoice(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { index = 0, delta, message } = value;
  const said = delta ?? message ?? {};
  if (
    !Number.isInteger(index) ||
    (index as number) < 0 ||
    (index as number) >= MAX_CHOICES ||
    !isObject(said)
  )
    return false;
  const { tool_calls: calls } = said;
  return calls == null || (Array.isArray(calls) && calls.every(isObject));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fromCompletion(completion: ChatCompletionChunk): ChatCompletionChunk {
  const choices = completion.choices as readonly unknown[] as readonly CompletionChoice[];
  return { ...completion, object: 'chat.completion.chunk', choices: choices.map(fromChoice) };
}

function fromChoice({ message, ...rest }: CompletionChoice, position: number): ChunkChoice {
  const { tool_calls: calls, ...said } = message ?? {};
  const delta = calls?.length
    ? { ...said, tool_calls: calls.map((call, index) => ({ ...call, index })) }
    : said;
  return { ...rest, index: rest.index ?? position, delta };
}
