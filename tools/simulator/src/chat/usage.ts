import type { ChatRequest } from './chat-request.js';
import { contentText } from '../recorded-request.js';

/** What a token is taken to be. */
export const CHARACTERS_PER_TOKEN = 4;

/** Tokens of a text, estimated; at least 1 unless it is empty. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** What a completion with this text (tool calls included, all choices) would be charged for. */
export function estimateUsage(request: ChatRequest, said: string): object {
  const messages = request.messages.map(
    ({ content, tool_calls: calls }) =>
      4 + estimateTokens(contentText(content) + (calls ? JSON.stringify(calls) : '')),
  );
  const tools = request.tools.length === 0 ? 0 : estimateTokens(JSON.stringify(request.tools));
  const prompt = messages.reduce((sum, tokens) => sum + tokens, 3 + tools);
  const completion = estimateTokens(said) * request.n;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
