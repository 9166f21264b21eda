import { InvalidRequestError } from '../errors.js';
import type { ChatMessage } from '../wire/chat-completion.js';

/**
 * Keeps what fits into `budget` tokens: all leading system messages and the newest part (the last user message and what
 * follows it) always, then the rest from the newest back. A tool call and its results stay or go together.
 *
 * @throws InvalidRequestError (`context_length_exceeded`) when even what must stay does not fit.
 */
export function trimHistory(
  messages: readonly ChatMessage[],
  budget: number,
  tokensOf: (message: ChatMessage) => number,
): readonly ChatMessage[] {
  const kept = messages.findIndex((message) => message.role !== 'system' && message.role !== 'developer');
  const head = kept < 0 ? messages.length : kept;
  const starts = unitStarts(messages, head);
  let left = budget;
  for (let i = 0; i < head; i++) left -= tokensOf(messages[i] as ChatMessage);

  let from = messages.length;
  const newest = newestUnit(messages, starts);
  for (let unit = starts.length - 1; unit >= 0; unit--) {
    const start = starts[unit] as number;
    let cost = 0;
    for (let i = start; i < from; i++) cost += tokensOf(messages[i] as ChatMessage);
    left -= cost;
    if (left < 0 && unit < newest) break;
    from = start;
    if (left < 0) tooLong(budget);
  }
  if (left < 0 && from === messages.length) tooLong(budget);
  return from === head ? messages : [...messages.slice(0, head), ...messages.slice(from)];
}

/** Where each unit begins that may be dropped as a whole: a message with the tool results that answer it. */
function unitStarts(messages: readonly ChatMessage[], head: number): number[] {
  const starts: number[] = [];
  for (let i = head; i < messages.length; i++) {
    const role = (messages[i] as ChatMessage).role;
    if ((role !== 'tool' && role !== 'function') || i === head) starts.push(i);
  }
  return starts;
}

/** The unit of the last user message: it and all after it belong to the question being asked. */
function newestUnit(messages: readonly ChatMessage[], starts: readonly number[]): number {
  const unit = starts.findLastIndex((start) => messages[start]?.role === 'user');
  return unit < 0 ? starts.length - 1 : unit;
}

function tooLong(budget: number): never {
  throw new InvalidRequestError(
    `The messages do not fit: ${budget} tokens are left for them in the context of this model.`,
    'messages',
    'context_length_exceeded',
  );
}
