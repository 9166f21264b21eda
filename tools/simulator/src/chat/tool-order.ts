import { invalid } from '../api-error.js';
import type { ChatMessage } from './messages.js';

/**
 * Checks that every tool result follows the call it answers, and that every call is answered.
 * @throws ApiError when the API would refuse the order
 */
export function checkToolOrder(messages: readonly ChatMessage[]): void {
  let calls = new Set<string>();
  let unanswered = new Set<string>();
  let caller = 0;
  messages.forEach((message, index) => {
    if (message.role === 'tool') {
      const id = message.tool_call_id ?? '';
      if (!calls.has(id)) throw orphan(index, id, calls);
      unanswered.delete(id);
      return;
    }
    if (unanswered.size > 0) throw unansweredCalls(caller, unanswered);
    calls = new Set(message.role === 'assistant' ? message.tool_calls?.map(({ id }) => id) : []);
    unanswered = new Set(calls);
    caller = index;
  });
  if (unanswered.size > 0) throw unansweredCalls(caller, unanswered);
}

function orphan(index: number, id: string, calls: ReadonlySet<string>): Error {
  if (calls.size > 0) {
    const text = `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`;
    return invalid(text, `messages.[${index}].tool_call_id`);
  }
  const text =
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
  return invalid(text, `messages.[${index}].role`);
}

function unansweredCalls(index: number, ids: ReadonlySet<string>): Error {
  const text = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...ids].join(', ')}`;
  return invalid(text, `messages.[${index}].role`);
}
