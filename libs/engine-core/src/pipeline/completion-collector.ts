import type { AnswerEvent, EngineEvent } from '../events.js';
import type { Usage } from '../wire/chat-completion.js';

type Fields = Record<string, unknown>;

/** What an answer is called where its engine has no OpenAI chunks to tell. `created` in seconds since the epoch. */
export interface AnswerIdentity {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

interface Choice {
  readonly message: Fields;
  readonly rest: Fields;
}

/** Collects the events of a turn into the answer that a client gets who did not ask for a stream. */
export class CompletionCollector {
  readonly #choices: Choice[] = [];
  #head: Fields = {};
  #usage: Usage | undefined;

  accept(event: EngineEvent): void {
    if (event.type === 'usage') this.#usage = event.usage;
    else if (
      event.type === 'text-delta' ||
      event.type === 'message-delta' ||
      event.type === 'tool-call-delta'
    ) {
      this.#part(event);
    }
  }

  /** An OpenAI `chat.completion`. `fallback` fills in what an engine that has no chunks leaves open. */
  completion(fallback: AnswerIdentity): Fields {
    const choices = this.#choices.map(({ message, rest }, index) => ({
      index,
      message,
      logprobs: null,
      ...rest,
    }));
    return {
      ...fallback,
      ...this.#head,
      object: 'chat.completion',
      choices,
      ...(this.#usage !== undefined && { usage: this.#usage }),
    };
  }

  #part(event: AnswerEvent): void {
    const choice = (this.#choices[event.index] ??= {
      message: { role: 'assistant', content: null },
      rest: { finish_reason: null },
    });
    if (event.chunk !== undefined) {
      const { choices, usage: _, object: __, ...head } = event.chunk;
      Object.assign(this.#head, head);
      for (const { delta, index: ___, ...rest } of choices) {
        merge(choice.message, delta);
        merge(choice.rest, rest, false);
      }
    } else if (event.type === 'text-delta') merge(choice.message, { content: event.text });
    else if (event.type === 'tool-call-delta') {
      const { toolIndex: index, id, name, argumentsDelta } = event;
      merge(choice.message, {
        tool_calls: [{ index, id, type: 'function', function: { name, arguments: argumentsDelta } }],
      });
    }
    if (event.finishReason !== undefined) choice.rest['finish_reason'] = event.finishReason;
  }
}

/** Fields whose value is sent whole, though it is a string. */
const whole = new Set(['role', 'id', 'type', 'name', 'finish_reason']);

/**
 * Adds a delta as OpenAI's stream format means it: text and lists grow, objects go deep, the rest is replaced.
 * @param growing whether texts grow: those of a message do, those beside it (a filter's verdict) are said anew
 */
function merge(target: Fields, delta: Readonly<Fields>, growing = true): void {
  for (const [key, value] of Object.entries(delta)) {
    const known = target[key];
    if (value === null || value === undefined) {
      if (known === undefined && value === null) target[key] = null;
    } else if (key === 'tool_calls')
      target[key] = mergeCalls((known as Fields[] | undefined) ?? [], value as Fields[]);
    else if (known === null || known === undefined) target[key] = value;
    else if (typeof value === 'string' && typeof known === 'string' && growing && !whole.has(key))
      target[key] = known + value;
    else if (Array.isArray(value) && Array.isArray(known))
      target[key] = [...(known as unknown[]), ...(value as unknown[])];
    else if (typeof value === 'object' && typeof known === 'object') {
      merge((target[key] = { ...known }), value as Fields, growing);
    } else target[key] = value;
  }
}

function mergeCalls(known: readonly Fields[], pieces: readonly Fields[]): Fields[] {
  const calls = [...known];
  for (const { index, ...piece } of pieces) {
    const at = index as number;
    const call = { ...calls[at] };
    merge(call, piece);
    calls[at] = call;
  }
  return calls;
}

/** One event of a streamed answer as an OpenAI chunk in JSON. */
export function chunkJson(event: AnswerEvent, fallback: AnswerIdentity): string {
  if (event.raw !== undefined) return event.raw;
  if (event.chunk !== undefined) return JSON.stringify(event.chunk);
  const delta =
    event.type === 'text-delta'
      ? { content: event.text }
      : event.type === 'tool-call-delta'
        ? {
            tool_calls: [
              {
                index: event.toolIndex,
                ...(event.id !== undefined && { id: event.id, type: 'function' }),
                function: {
                  ...(event.name !== undefined && { name: event.name }),
                  arguments: event.argumentsDelta,
                },
              },
            ],
          }
        : event.finishReason === undefined
          ? { role: 'assistant', content: '' }
          : {};
  return JSON.stringify({
    ...fallback,
    object: 'chat.completion.chunk',
    choices: [{ index: event.index, delta, finish_reason: event.finishReason ?? null }],
  });
}
