import type { ChatMessage, ChatModelRequest } from '@yychat/engine-core';

/**
 * Fields that may stand beside model and messages. All of them are part of what is asked; a field that is not among them may ask for what
 * changes from day to day, as searches do.
 */
const KNOWN = new Set([
  ...['temperature', 'top_p', 'top_k', 'min_p', 'seed', 'n', 'modalities', 'store', 'stream_options'],
  ...['max_tokens', 'max_completion_tokens', 'stop', 'logit_bias', 'logprobs', 'top_logprobs'],
  ...['presence_penalty', 'frequency_penalty', 'repetition_penalty', 'response_format', 'prediction'],
  ...['reasoning_effort', 'verbosity', 'service_tier', 'user', 'metadata', 'safety_identifier'],
  ...['prompt_cache_key', 'prompt_cache_retention', 'parallel_tool_calls'],
]);

/**
 * Whether the same request would get the same answer, as far as the upstream keeps its word: temperature 0 (a `seed` alone does not do),
 * one choice of text, text alone to answer to, no tools, nothing that the upstream is to store.
 */
export function isDeterministic({ messages, tools, tool_choice, options }: ChatModelRequest): boolean {
  const { temperature, n, store, modalities } = options;
  return (
    temperature === 0 &&
    tools === undefined &&
    tool_choice === undefined &&
    (n == null || n === 1) &&
    (store == null || store === false) &&
    (modalities == null || (Array.isArray(modalities) && modalities.every((each) => each === 'text'))) &&
    Object.entries(options).every(([name, value]) => value == null || KNOWN.has(name)) &&
    messages.every(isText)
  );
}

/** What a part names without having it (an image by its address, a file) may be another one tomorrow. */
function isText({ content, audio }: ChatMessage): boolean {
  return (
    audio == null &&
    (typeof content !== 'object' || content === null || content.every(({ type }) => type === 'text'))
  );
}
