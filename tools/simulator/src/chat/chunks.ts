import type { Behaviour } from '../behaviour.js';
import { nextId, type Answer, type ToolCall } from './answer.js';
import type { ChatRequest } from './chat-request.js';
import { charPieces } from './text.js';

/** One event of a stream. */
export interface StreamEvent {
  readonly data: string;
  /** `says`: carries text or a part of a tool call, the events that `afterChunks` counts. */
  readonly kind: 'role' | 'says' | 'finish' | 'usage' | 'done';
}

/** Characters of a tool call's arguments in one delta. */
const ARGUMENTS_PER_DELTA = 5;

/** The events of a stream, in order: roles, text, tool calls, finish reasons, usage if asked for, `[DONE]`. */
export function* streamEvents(
  request: ChatRequest,
  answer: Answer,
  behaviour: Behaviour,
): Generator<StreamEvent, void> {
  const { extra = {} } = behaviour;
  const indexes = Array.from({ length: request.n }, (_, index) => index);
  const head = {
    id: answer.id,
    object: 'chat.completion.chunk',
    created: answer.created,
    model: request.model,
    service_tier: 'default',
    system_fingerprint: 'fp_simulator',
  };
  const event = (kind: StreamEvent['kind'], choices: object[], usage: object | null = null): StreamEvent => ({
    kind,
    data: JSON.stringify({ ...head, choices, ...(request.includeUsage && { usage }), ...extra.chunk }),
  });
  const says = (index: number, delta: object) =>
    event('says', [
      { index, delta: { ...delta, ...extra.delta }, logprobs: null, finish_reason: null, ...extra.choice },
    ]);

  if (!behaviour.noRole) {
    const content = answer.pieces.length === 0 && answer.toolCalls.length > 0 ? null : '';
    const delta = { role: 'assistant', content, refusal: null };
    for (const index of indexes) yield event('role', [{ index, delta, logprobs: null, finish_reason: null }]);
  }
  for (const content of answer.pieces) for (const index of indexes) yield says(index, { content });
  for (const index of indexes) {
    for (const delta of toolCallDeltas(answer.toolCalls, index)) yield says(index, { tool_calls: [delta] });
  }
  for (const index of indexes) {
    const choice = { index, delta: {}, logprobs: null, finish_reason: answer.finishReason, ...extra.choice };
    yield event('finish', [choice]);
  }
  if (request.includeUsage && answer.usage) yield event('usage', [], answer.usage);
  yield { kind: 'done', data: '[DONE]' };
}

function* toolCallDeltas(calls: readonly ToolCall[], choice: number): Generator<object, void> {
  for (const [index, call] of calls.entries()) {
    const id = choice === 0 ? call.id : nextId('call_sim');
    yield { index, id, type: 'function', function: { name: call.name, arguments: '' } };
    for (const piece of charPieces(call.arguments, ARGUMENTS_PER_DELTA)) {
      yield { index, function: { arguments: piece } };
    }
  }
}
