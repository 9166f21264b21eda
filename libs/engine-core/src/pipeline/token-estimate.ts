import type { TokenCounter } from '../ports/token-counter.js';
import type { ChatMessage, ContentPart } from '../wire/chat-completion.js';

/** Tokens that the chat format adds to each message. Source: OpenAI cookbook, "How to count tokens with tiktoken". */
const PER_MESSAGE = 4;
/** A 1024 × 1024 image at high detail. Source: OpenAI, "Images and vision", token costs of gpt-4o. */
const PER_IMAGE = 765;
/** Other parts (audio, files): their base64 text is not what the model is charged for. */
const PER_BLOB = 1_500;

/** Tokens never outnumber UTF-8 bytes, and a UTF-16 code unit is at most three of those. */
const BYTES_PER_UNIT = 3;

type Measure = (text: string) => number;

function partTokens(part: ContentPart, measure: Measure): number {
  if (typeof part.text === 'string') return measure(part.text);
  return part.type === 'image_url' ? PER_IMAGE : PER_BLOB;
}

function messageTokens(message: ChatMessage, measure: Measure): number {
  let sum = PER_MESSAGE;
  const { content, tool_calls: calls } = message;
  if (typeof content === 'string') sum += measure(content);
  else if (content) for (const part of content) sum += partTokens(part, measure);
  if (calls) {
    for (const call of calls) {
      // A custom tool's call has no `function`; its input is counted as text.
      sum +=
        measure((call as Partial<typeof call>).function?.arguments ?? JSON.stringify(call)) + PER_MESSAGE;
    }
  }
  return sum;
}

/** More tokens than the message can have, found without a tokenizer. */
export function upperBound(message: ChatMessage): number {
  return messageTokens(message, (text) => text.length * BYTES_PER_UNIT);
}

/** The message's tokens by the tokenizer; parts that are not text by the vendor's figures. */
export function countTokens(message: ChatMessage, counter: TokenCounter, model: string): number {
  return messageTokens(message, (text) => counter.count(text, model));
}
