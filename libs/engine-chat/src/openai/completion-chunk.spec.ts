import { describe, expect, it } from '@jest/globals';
import { readChunk } from './completion-chunk.js';

describe('readChunk', () => {
  it('keeps a chunk and its text as they came', () => {
    const text = '{"object":"chat.completion.chunk","choices":[],"new_field":1}';
    expect(readChunk(text)).toEqual({ data: JSON.parse(text), raw: text });
  });

  it('makes a whole answer one chunk that says it all', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{}' } };
    const { data, raw } = readChunk(
      JSON.stringify({
        object: 'chat.completion',
        id: 'chatcmpl-1',
        usage: { total_tokens: 3 },
        choices: [
          { index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', content: 'Hi.' } },
          {
            finish_reason: 'tool_calls',
            message: { role: 'assistant', content: null, tool_calls: [call, call] },
          },
        ],
      }),
    );
    expect(raw).toBeUndefined();
    expect(data).toEqual({
      object: 'chat.completion.chunk',
      id: 'chatcmpl-1',
      usage: { total_tokens: 3 },
      choices: [
        { index: 0, finish_reason: 'stop', logprobs: null, delta: { role: 'assistant', content: 'Hi.' } },
        {
          index: 1,
          finish_reason: 'tool_calls',
          delta: {
            role: 'assistant',
            content: null,
            tool_calls: [
              { ...call, index: 0 },
              { ...call, index: 1 },
            ],
          },
        },
      ],
    });
  });

  it.each([
    ['what is no JSON', '{"choices":'],
    ['null', 'null'],
    ['a number', '7'],
    ['an object without choices', '{"id":"x"}'],
    ['choices that are no list', '{"choices":{}}'],
  ])('refuses %s', (_, text) => {
    expect(() => readChunk(text)).toThrow(
      expect.objectContaining({ code: 'upstream_protocol_error', status: 502 }),
    );
  });

  it.each([
    ['an error', '{"error":{"message":"It broke.","code":"overloaded"}}', 502, 'overloaded'],
    ['an error with its status', '{"error":{"message":"It broke.","status":429}}', 429, 'upstream_error'],
    [
      'an error whose code is a status',
      '{"error":{"message":"It broke.","code":503}}',
      503,
      'upstream_error',
    ],
    ['an error that is a text', '{"error":"It broke."}', 502, 'upstream_error'],
    ['an error beside choices', '{"choices":[],"error":{"message":"It broke."}}', 502, 'upstream_error'],
  ])('throws %s', (_, text, status, code) => {
    expect(() => readChunk(text)).toThrow(
      expect.objectContaining({ name: 'UpstreamError', message: 'It broke.', status, code }),
    );
  });
});
