import { describe, expect, it } from '@jest/globals';
import type { AnswerEvent, EngineEvent } from '../events.js';
import { chunk } from '../testing/fixtures/scripted-model.js';
import type { ChunkChoice } from '../wire/chat-completion.js';
import { chunkJson, CompletionCollector } from './completion-collector.js';

const fallback = { id: 'chatcmpl-0', created: 7, model: 'kit' };

function collect(...events: readonly EngineEvent[]): Record<string, unknown> & { choices: ChunkChoice[] } {
  const collector = new CompletionCollector();
  for (const event of events) collector.accept(event);
  return collector.completion(fallback) as ReturnType<typeof collect>;
}

/** The part of an answer that one choice of a chunk makes. */
const part = (choice: Partial<ChunkChoice>, more: object = {}): AnswerEvent => ({
  type: 'message-delta',
  index: choice.index ?? 0,
  chunk: { ...chunk({}), ...more, choices: [{ index: 0, delta: {}, ...choice }] },
});

describe('CompletionCollector', () => {
  it('adds up what a stream says in pieces', () => {
    const { choices } = collect(
      part({ delta: { role: 'assistant', content: '', refusal: null } }),
      part({ delta: { content: 'It', reasoning_content: 'H' } }),
      part({ delta: { content: ' is.', reasoning_content: 'm.' } }),
      part({ finish_reason: 'stop' }),
    );
    expect(choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: 'It is.', refusal: null, reasoning_content: 'Hm.' },
        logprobs: null,
        finish_reason: 'stop',
      },
    ]);
  });

  it('says what the chunks say of the whole, and no chunk\u2019s usage', () => {
    const answer = collect(part({ delta: { content: 'Hi.' } }, { system_fingerprint: 'fp', usage: null }));
    expect(answer).toMatchObject({ id: 'chatcmpl-1', object: 'chat.completion', system_fingerprint: 'fp' });
    expect(answer).not.toHaveProperty('usage');
  });

  it('has the usage of the turn', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    expect(collect(part({}), { type: 'usage', usage })['usage']).toEqual(usage);
  });

  it('lets lists grow, and goes into objects', () => {
    const token = (text: string) => ({ logprobs: { content: [{ token: text }], refusal: null } });
    const { choices } = collect(
      part({ ...token('It'), delta: { audio: { id: 'a', data: 'AA' }, annotations: [1] } }),
      part({ ...token(' is'), delta: { audio: { data: 'BB', expires_at: 5 }, annotations: [2] } }),
    );
    expect(choices[0]).toMatchObject({
      logprobs: { content: [{ token: 'It' }, { token: ' is' }], refusal: null },
      message: { audio: { id: 'a', data: 'AABB', expires_at: 5 }, annotations: [1, 2] },
    });
  });

  it('says once what every chunk says beside the message', () => {
    const verdict = { content_filter_results: { hate: { filtered: false, severity: 'safe' } } };
    const { choices } = collect(
      part({ ...verdict, native_finish_reason: 'tool_use', delta: { content: 'a' } }),
      part({ ...verdict, native_finish_reason: 'end_turn', delta: { content: 'b' }, finish_reason: 'stop' }),
    );
    expect(choices[0]).toMatchObject({
      ...verdict,
      native_finish_reason: 'end_turn',
      message: { content: 'ab' },
    });
  });

  it('puts calls together by their index', () => {
    const call = (index: number, more: object) => part({ delta: { tool_calls: [{ index, ...more }] } });
    const { choices } = collect(
      call(0, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
      call(1, { id: 'b', type: 'function', function: { name: 'g', arguments: '{' } }),
      call(0, { function: { arguments: '{}' } }),
      call(1, { function: { arguments: '}' } }),
    );
    expect(choices[0]?.['message']).toMatchObject({
      content: null,
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
        { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
      ],
    });
  });

  it('does not change the chunks that it was given', () => {
    const first = part({
      delta: { audio: { data: 'A' }, tool_calls: [{ index: 0, function: { arguments: 'a' } }] },
    });
    const before = JSON.stringify(first);
    collect(
      first,
      part({ delta: { audio: { data: 'B' }, tool_calls: [{ index: 0, function: { arguments: 'b' } }] } }),
    );
    expect(JSON.stringify(first)).toBe(before);
  });

  it('collects the events of an engine that has no chunks', () => {
    const answer = collect(
      { type: 'message-start', memory: 'off', memories: 0, tools: [] },
      { type: 'text-delta', index: 0, text: 'It' },
      { type: 'text-delta', index: 0, text: ' is.' },
      { type: 'tool-call-delta', index: 0, toolIndex: 0, id: 'a', name: 'f', argumentsDelta: '{' },
      { type: 'tool-call-delta', index: 0, toolIndex: 0, argumentsDelta: '}' },
      { type: 'message-delta', index: 0, finishReason: 'tool_calls' },
    );
    expect(answer).toEqual({
      ...fallback,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          logprobs: null,
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: 'It is.',
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
          },
        },
      ],
    });
  });
});

describe('chunkJson', () => {
  it('is the upstream\u2019s own text where there is one, else the chunk', () => {
    const event = part({ delta: { content: 'Hi.' } });
    expect(chunkJson({ ...event, raw: '{"raw":1}' }, fallback)).toBe('{"raw":1}');
    expect(JSON.parse(chunkJson(event, fallback))).toEqual(event.chunk);
  });

  it.each<[string, AnswerEvent, object, string | null]>([
    ['text', { type: 'text-delta', index: 0, text: 'Hi.' }, { content: 'Hi.' }, null],
    [
      'the first piece of a call',
      { type: 'tool-call-delta', index: 0, toolIndex: 1, id: 'a', name: 'f', argumentsDelta: '' },
      { tool_calls: [{ index: 1, id: 'a', type: 'function', function: { name: 'f', arguments: '' } }] },
      null,
    ],
    [
      'a later piece of a call',
      { type: 'tool-call-delta', index: 0, toolIndex: 1, argumentsDelta: '{}' },
      { tool_calls: [{ index: 1, function: { arguments: '{}' } }] },
      null,
    ],
    ['who speaks', { type: 'message-delta', index: 0 }, { role: 'assistant', content: '' }, null],
    ['a finish', { type: 'message-delta', index: 0, finishReason: 'stop' }, {}, 'stop'],
  ])('makes a chunk of %s', (_, event, delta, reason) => {
    expect(JSON.parse(chunkJson(event, fallback))).toEqual({
      ...fallback,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: reason }],
    });
  });
});
