import { describe, expect, it } from '@jest/globals';
import type { AnswerEvent, ToolCallDeltaEvent } from '../events.js';
import { chunk, streamed } from '../testing/fixtures/scripted-model.js';
import type { ChatCompletionChunk, ToolCallDelta } from '../wire/chat-completion.js';
import { AnswerAssembler, type StepResult } from './answer-assembler.js';

/** Runs one step. Tools whose name begins with `server` are the server's. */
function assemble(
  chunks: readonly ChatCompletionChunk[],
  answer = new AnswerAssembler(
    (name) => name.startsWith('server'),
    () => `call_new_${(made += 1)}`,
  ),
): { answer: AnswerAssembler; events: readonly AnswerEvent[]; step: StepResult } {
  for (const data of chunks) answer.accept(streamed(data));
  const events = answer.events.splice(0);
  for (const { raw, chunk: shown } of events) if (raw !== undefined) expect(JSON.parse(raw)).toEqual(shown);
  return { answer, events, step: answer.finishStep() };
}
let made = 0;

const role = chunk({ role: 'assistant', content: '' });
const piece = (...calls: readonly Partial<ToolCallDelta>[]) =>
  chunk({ tool_calls: calls as readonly ToolCallDelta[] });
const finish = (reason: string) => chunk({}, reason);
const deltas = (events: readonly AnswerEvent[]) => events.map(({ chunk: shown }) => shown?.choices[0]?.delta);
const roles = (events: readonly AnswerEvent[]) => deltas(events).filter((delta) => delta?.role !== undefined);
const callDeltas = (events: readonly AnswerEvent[]) =>
  events.filter((event): event is ToolCallDeltaEvent => event.type === 'tool-call-delta');

/** The client's calls, put together as the official SDKs do: texts are added up, ids and names too. */
function seen(events: readonly AnswerEvent[]): readonly { id: string; name: string; args: string }[] {
  const calls: { id: string; name: string; args: string }[] = [];
  for (const { chunk: shown } of events) {
    for (const { index, id = '', function: fn } of shown?.choices[0]?.delta.tool_calls ?? []) {
      const call = (calls[index] ??= { id: '', name: '', args: '' });
      call.id += id;
      call.name += fn?.name ?? '';
      call.args += fn?.arguments ?? '';
    }
  }
  return calls;
}

describe('an ordinary answer', () => {
  it('is passed on as it came', () => {
    const { events, answer } = assemble([role, chunk({ content: 'Hi.' }), finish('stop')]);
    expect(events.map(({ type, raw }) => [type, raw !== undefined])).toEqual([
      ['message-delta', true],
      ['text-delta', true],
      ['message-delta', true],
    ]);
    expect([answer.text, answer.finishReason, answer.isStepComplete]).toEqual(['Hi.', 'stop', false]);
  });

  it('is complete when every choice that has begun is finished', () => {
    const answer = new AnswerAssembler(
      () => false,
      () => '',
    );
    const accept = (index: number, reason: string | null) =>
      answer.accept({ data: { ...role, choices: [{ index, delta: {}, finish_reason: reason }] } });
    expect(answer.isStepComplete).toBe(false);
    accept(0, null);
    accept(1, 'stop');
    expect(answer.isStepComplete).toBe(false);
    accept(0, 'stop');
    expect(answer.isStepComplete).toBe(true);
  });
});

describe('an upstream that is odd', () => {
  it('may say the role in every chunk: the client hears it once', () => {
    const said = (content: string) => chunk({ role: 'assistant', content });
    const last = chunk({ role: 'assistant', content: '' }, 'stop');
    const { events } = assemble([said(''), said('It'), said(' is.'), said(''), last]);
    expect(roles(events)).toHaveLength(1);
    expect(deltas(events)[0]?.role).toBe('assistant');
    expect(events.map((event) => (event.type === 'text-delta' ? event.text : ''))).toEqual([
      '',
      'It',
      ' is.',
      '',
    ]);
    expect(events.at(-1)?.finishReason).toBe('stop');
  });

  it('may say the role with every piece of a call', () => {
    const said = (call: ToolCallDelta) => chunk({ role: 'assistant', content: null, tool_calls: [call] });
    const { events } = assemble([
      said({ index: 0, id: 'a', type: 'function', function: { name: 'mine', arguments: '' } }),
      said({ index: 0, function: { arguments: '{}' } }),
      finish('tool_calls'),
    ]);
    expect(roles(events)).toHaveLength(1);
    expect(seen(events)).toEqual([{ id: 'a', name: 'mine', args: '{}' }]);
  });

  it('may begin with a chunk without choices and id, as Azure does', () => {
    const first = chunk({}, null, { id: '', model: '', created: 0, choices: [], prompt_filter_results: [] });
    const call = {
      index: 0,
      id: 'a',
      type: 'function',
      function: { name: 'server_f', arguments: '{}' },
    } as const;
    const one = assemble([first, role, piece(call), finish('tool_calls')]);
    const two = assemble(
      [{ ...first }, chunk({ content: 'Hi.' }, null, { id: 'chatcmpl-2' }), finish('stop')],
      one.answer,
    );
    const ids = [...one.events, ...two.events].map((event) => event.chunk?.id);
    expect(new Set(ids)).toEqual(new Set(['chatcmpl-1']));
  });

  it('may tell its usage with every chunk: the last one counts, and the client sees none', () => {
    const usage = (n: number) => ({ usage: { prompt_tokens: 1, completion_tokens: n, total_tokens: 1 + n } });
    const { events, answer } = assemble([
      chunk({ role: 'assistant', content: '' }, null, usage(0)),
      chunk({ content: 'It' }, null, usage(1)),
      chunk({ content: ' is.' }, 'stop', usage(2)),
    ]);
    expect(answer.usage).toEqual(usage(2).usage);
    expect(answer.text).toBe('It is.');
    for (const { chunk: shown } of events) expect(shown).not.toHaveProperty('usage');
  });

  it('may say text and finish in one chunk', () => {
    const { events, answer } = assemble([chunk({ role: 'assistant', content: 'Hi.' }, 'stop')]);
    expect(events).toMatchObject([{ type: 'text-delta', text: 'Hi.', finishReason: 'stop' }]);
    expect(answer.text).toBe('Hi.');
  });

  it('may say text, a call and the finish in one chunk', () => {
    const call = {
      index: 0,
      id: 'a',
      type: 'function',
      function: { name: 'mine', arguments: '{}' },
    } as const;
    const { events, answer } = assemble([chunk({ content: 'Hm.', tool_calls: [call] }, 'tool_calls')]);
    expect(events.map(({ type, finishReason }) => [type, finishReason])).toEqual([
      ['text-delta', undefined],
      ['tool-call-delta', undefined],
      ['message-delta', 'tool_calls'],
    ]);
    expect(answer.finishReason).toBe('tool_calls');
    expect(seen(events)).toEqual([{ id: 'a', name: 'mine', args: '{}' }]);
  });

  it('may leave the delta out of its last chunk', () => {
    const last = { ...finish('stop'), choices: [{ index: 0, finish_reason: 'stop' }] };
    const { events } = assemble([role, last as unknown as ChatCompletionChunk]);
    expect(events.at(-1)).toMatchObject({ finishReason: 'stop' });
  });

  it('may think aloud in the same delta as it calls', () => {
    const call = {
      index: 0,
      id: 'a',
      type: 'function',
      function: { name: 'server_f', arguments: '{}' },
    } as const;
    const { events, step } = assemble([
      role,
      chunk({ reasoning_content: 'Hm.', tool_calls: [call] }),
      finish('tool_calls'),
    ]);
    expect(deltas(events)).toContainEqual({ reasoning_content: 'Hm.' });
    expect(step.message['reasoning_content']).toBe('Hm.');
  });
});

describe('calls of the client\u2019s tools', () => {
  it('may come without an index, several in one chunk', () => {
    const { events, step } = assemble([
      role,
      piece({ id: 'a', type: 'function', function: { name: 'mine', arguments: '{"a":1}' } }),
      piece({ id: 'b', type: 'function', function: { name: 'mine', arguments: '{"b":' } }),
      piece({ function: { arguments: '2}' } }),
      finish('tool_calls'),
    ]);
    expect(seen(events)).toEqual([
      { id: 'a', name: 'mine', args: '{"a":1}' },
      { id: 'b', name: 'mine', args: '{"b":2}' },
    ]);
    expect(step.clientCalls.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('may come without an index, with the id in every piece', () => {
    const { events } = assemble([
      role,
      piece({ id: 'a', type: 'function', function: { name: 'mine', arguments: '{"a"' } }),
      piece({ id: 'a', type: 'function', function: { name: 'mine', arguments: ':1}' } }),
      finish('tool_calls'),
    ]);
    expect(seen(events)).toEqual([{ id: 'a', name: 'mine', args: '{"a":1}' }]);
  });

  it('may come without index and id', () => {
    const { events } = assemble([
      role,
      piece({ function: { name: 'mine', arguments: '{}' } }, { function: { name: 'mine', arguments: '[]' } }),
      finish('tool_calls'),
    ]);
    const calls = seen(events);
    expect(calls.map(({ name, args }) => [name, args])).toEqual([
      ['mine', '{}'],
      ['mine', '[]'],
    ]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    expect(calls.every(({ id }) => id !== '')).toBe(true);
  });

  it('may all have the index 0', () => {
    const { events } = assemble([
      role,
      piece({ index: 0, id: 'a', type: 'function', function: { name: 'mine', arguments: '{"a":1}' } }),
      piece({ index: 0, id: 'b', type: 'function', function: { name: 'other', arguments: '{"b":' } }),
      piece({ index: 0, function: { arguments: '2}' } }),
      finish('tool_calls'),
    ]);
    expect(seen(events)).toEqual([
      { id: 'a', name: 'mine', args: '{"a":1}' },
      { id: 'b', name: 'other', args: '{"b":2}' },
    ]);
  });

  it('may repeat id and name in every piece: the client hears them once', () => {
    const said = (args: string) =>
      piece({ index: 0, id: 'a', type: 'function', function: { name: 'mine', arguments: args } });
    const { events } = assemble([role, said('{"a"'), said(':1}'), finish('tool_calls')]);
    expect(seen(events)).toEqual([{ id: 'a', name: 'mine', args: '{"a":1}' }]);
  });

  it('get an id where the upstream gives none, and the same one in their message', () => {
    const { events, step } = assemble([
      role,
      piece({ index: 0, type: 'function', function: { name: 'mine', arguments: '' } }),
      piece({ index: 0, function: { arguments: '{}' } }),
      finish('tool_calls'),
    ]);
    expect(step.clientCalls[0]?.id).toMatch(/^call_new_/);
    expect(seen(events)[0]?.id).toBe(step.clientCalls[0]?.id);
    expect(callDeltas(events)[0]?.id).toBe(step.clientCalls[0]?.id);
  });

  it('may have their name in a later piece: nothing that came before is lost', () => {
    const { events } = assemble([
      role,
      piece({ index: 0, id: 'a', type: 'function', function: { arguments: '{"a"' } }),
      piece({ index: 0, function: { name: 'mine', arguments: ':' } }),
      piece({ index: 0, function: { arguments: '1}' } }),
      finish('tool_calls'),
    ]);
    expect(seen(events)).toEqual([{ id: 'a', name: 'mine', args: '{"a":1}' }]);
    expect(
      callDeltas(events)
        .map(({ argumentsDelta }) => argumentsDelta)
        .join(''),
    ).toBe('{"a":1}');
  });

  it('are numbered from 0 in every choice', () => {
    const ofChoice = (index: number) => ({
      ...role,
      choices: [
        {
          index,
          ...piece({
            index: 0,
            id: `c${index}`,
            type: 'function',
            function: { name: 'mine', arguments: '{}' },
          }).choices[0],
        },
      ],
    });
    const chunks = [0, 1].map((index) => {
      const data = ofChoice(index);
      return {
        ...data,
        choices: data.choices.map((choice) => ({ ...choice, index })),
      } as ChatCompletionChunk;
    });
    const { events } = assemble(chunks);
    expect(callDeltas(events).map(({ index, toolIndex }) => [index, toolIndex])).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  it('keep fields that are not known here', () => {
    const signed = {
      index: 0,
      id: 'a',
      type: 'function',
      function: { name: 'mine', arguments: '{}' },
      extra_content: { s: 1 },
    };
    const { events, step } = assemble([role, piece(signed as ToolCallDelta), finish('tool_calls')]);
    expect(callDeltas(events)[0]?.chunk?.choices[0]?.delta.tool_calls?.[0]).toEqual(signed);
    expect(step.message.tool_calls?.[0]).toMatchObject({ id: 'a', extra_content: { s: 1 } });
  });

  it('of the custom kind are the client\u2019s, whatever their name', () => {
    const custom = { index: 0, id: 'a', type: 'custom', custom: { name: 'server_f', input: 'x' } };
    const { events, step } = assemble([
      role,
      piece(custom as unknown as ToolCallDelta),
      finish('tool_calls'),
    ]);
    expect(deltas(events)[1]?.tool_calls).toEqual([custom]);
    expect([step.serverCalls.length, step.clientCalls.length]).toEqual([0, 1]);
  });
});

describe('calls of the server\u2019s tools', () => {
  const call = (index: number, name: string, id?: string): ToolCallDelta => ({
    index,
    ...(id !== undefined && { id }),
    type: 'function',
    function: { name, arguments: '{}' },
  });

  it('are not shown, and hold the finish back', () => {
    const { events, step } = assemble([role, piece(call(0, 'server_f', 'a')), finish('tool_calls')]);
    expect(events.map(({ type, finishReason }) => [type, finishReason])).toEqual([
      ['message-delta', undefined],
    ]);
    expect(step.serverCalls).toEqual([
      { id: 'a', type: 'function', function: { name: 'server_f', arguments: '{}' } },
    ]);
  });

  it('get an id where the upstream gives none', () => {
    const { step } = assemble([role, piece(call(0, 'server_f')), finish('tool_calls')]);
    expect(step.serverCalls[0]?.id).toMatch(/^call_new_/);
    expect(step.message.tool_calls?.[0]?.id).toBe(step.serverCalls[0]?.id);
  });

  it('leave no gap in the numbers of the client\u2019s', () => {
    const { events, answer, step } = assemble([
      role,
      piece(call(0, 'server_f', 'a')),
      piece(call(1, 'mine', 'b')),
      piece({ index: 1, function: { arguments: '' } }),
      piece(call(2, 'server_g', 'c')),
      piece(call(3, 'mine', 'd')),
      finish('tool_calls'),
    ]);
    expect(new Set(callDeltas(events).map(({ toolIndex }) => toolIndex))).toEqual(new Set([0, 1]));
    expect(seen(events).map(({ id }) => id)).toEqual(['b', 'd']);
    expect(events.some(({ finishReason }) => finishReason !== undefined)).toBe(false);
    answer.finish('tool_calls');
    expect(answer.events).toMatchObject([{ type: 'message-delta', finishReason: 'tool_calls' }]);
    expect(step.message.tool_calls?.map(({ id }) => id)).toEqual(['a', 'c', 'b', 'd']);
  });

  it('without arguments are called with none', () => {
    const bare = { index: 0, id: 'a', type: 'function', function: { name: 'server_f' } } as const;
    const { step } = assemble([role, piece(bare), finish('tool_calls')]);
    expect(step.serverCalls[0]?.function.arguments).toBe('{}');
  });
});

describe('an answer of several steps', () => {
  const call = {
    index: 0,
    id: 'a',
    type: 'function',
    function: { name: 'server_f', arguments: '{}' },
  } as const;

  it('goes on under one id, in one message', () => {
    const one = assemble([role, chunk({ content: 'Hm.' }), piece(call), finish('tool_calls')]);
    const later = { id: 'chatcmpl-2', created: 2 };
    const two = assemble(
      [
        chunk({ role: 'assistant', content: '' }, null, later),
        chunk({ content: 'Blue.' }, null, later),
        chunk({}, 'stop', later),
      ],
      one.answer,
    );
    expect(roles([...one.events, ...two.events])).toHaveLength(1);
    expect(two.events.map((event) => event.chunk?.id)).toEqual(['chatcmpl-1', 'chatcmpl-1']);
    expect(two.answer.text).toBe('Hm.\n\nBlue.');
    expect(one.step.message.content).toBe('Hm.');
  });

  it('is not complete when a later step says nothing at all', () => {
    const { answer } = assemble([role, piece(call), finish('tool_calls')]);
    expect(answer.isStepComplete).toBe(false);
  });
});

describe('a call that cannot be understood', () => {
  it('is an error of the upstream\u2019s when it has no name', () => {
    const nameless = piece({ index: 0, id: 'a', function: { arguments: '{}' } });
    expect(() => assemble([role, nameless, finish('tool_calls')])).toThrow(
      expect.objectContaining({ code: 'upstream_protocol_error' }),
    );
  });
});
