import type { Behaviour } from '../behaviour.js';
import { nextId, type Answer } from './answer.js';
import type { ChatRequest } from './chat-request.js';

/** The body of an answer that is not streamed. */
export function completionJson(request: ChatRequest, answer: Answer, behaviour: Behaviour): string {
  const { extra = {} } = behaviour;
  const text = answer.pieces.join('');
  const choice = (index: number) => ({
    index,
    message: {
      role: 'assistant',
      content: text === '' && answer.toolCalls.length > 0 ? null : text,
      refusal: null,
      annotations: [],
      ...(answer.toolCalls.length > 0 && { tool_calls: toolCalls(answer, index) }),
      ...extra.delta,
    },
    logprobs: null,
    finish_reason: answer.finishReason,
    ...extra.choice,
  });
  return JSON.stringify({
    id: answer.id,
    object: 'chat.completion',
    created: answer.created,
    model: request.model,
    choices: Array.from({ length: request.n }, (_, index) => choice(index)),
    ...(answer.usage && { usage: answer.usage }),
    service_tier: 'default',
    system_fingerprint: 'fp_simulator',
    ...extra.chunk,
  });
}

function toolCalls(answer: Answer, choice: number): object[] {
  return answer.toolCalls.map(({ id, name, arguments: args }) => ({
    id: choice === 0 ? id : nextId('call_sim'),
    type: 'function',
    function: { name, arguments: args },
  }));
}
