import type { TokenCounter } from '../ports/token-counter.js';
import type { ChatMessage } from '../wire/chat-completion.js';

/** Tokens that the chat format adds to each message. Source: OpenAI cookbook, "How to count tokens with tiktoken". */
const PER_MESSAGE = 4;
/** A 1024 × 1024 image at high detail. Source: OpenAI, "Images and vision", token costs of gpt-4o. */
const PER_IMAGE = 765;
/** Other parts (audio, files): their base64 text is not what the model is charged for. */
const PER_BLOB = 1_500;

/** Tokens never outnumber UTF-8 bytes, and a UTF-16 code unit is at most three of those. */
const BYTES_PER_UNIT = 3;

/** Characters that are counted before others get their turn: a few milliseconds, some tens for the worst of texts. */
const SLICE = 16_384;

/** A message as the texts that a tokenizer counts, and the tokens of all else. */
interface Parts {
  readonly texts: readonly string[];
  readonly fixed: number;
}

function partsOf({ content, tool_calls: calls }: ChatMessage): Parts {
  const texts: string[] = [];
  let fixed = PER_MESSAGE;
  if (typeof content === 'string') texts.push(content);
  else {
    for (const part of content ?? []) {
      if (typeof part.text === 'string') texts.push(part.text);
      else fixed += part.type === 'image_url' ? PER_IMAGE : PER_BLOB;
    }
  }
  for (const call of calls ?? []) {
    fixed += PER_MESSAGE;
    // A custom tool's call has no `function`; its input is counted as text.
    texts.push((call as Partial<typeof call>).function?.arguments ?? JSON.stringify(call));
  }
  return { texts, fixed };
}

/** More tokens than the message can have, found without a tokenizer. */
export function upperBound(message: ChatMessage): number {
  if (typeof message.content === 'string' && message.tool_calls === undefined) {
    return PER_MESSAGE + message.content.length * BYTES_PER_UNIT;
  }
  const { texts, fixed } = partsOf(message);
  return texts.reduce((sum, text) => sum + text.length * BYTES_PER_UNIT, fixed);
}

/**
 * The message's tokens by the tokenizer; parts that are not text by the vendor's figures. Lets others run while it counts
 * a long text, and stops once it is past `limit`: what it resolves with is then merely more than that.
 */
export async function countTokens(
  message: ChatMessage,
  counter: TokenCounter,
  model: string,
  limit: number,
): Promise<number> {
  const { texts, fixed } = partsOf(message);
  let sum = fixed;
  for (const text of texts) {
    for (let from = 0; from < text.length && sum <= limit; from += SLICE) {
      sum += counter.count(text.slice(from, from + SLICE), model);
      if (text.length > SLICE) await new Promise(setImmediate);
    }
  }
  return sum;
}
