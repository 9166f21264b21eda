import { describe, expect, it } from '@jest/globals';
import type { ChatModelRequest } from '@yychat/engine-core';
import { requestBody } from './request-body.js';

const request: ChatModelRequest = {
  model: 'gpt-4.1',
  messages: [{ role: 'user', content: 'Grüße' }],
  stream: true,
  options: {},
};
const body = (changes: Partial<ChatModelRequest> = {}): unknown =>
  JSON.parse(requestBody({ ...request, ...changes }));

describe('requestBody', () => {
  it('has the model, the messages and the options, and nothing else', () => {
    const options = { temperature: 0, stop: null, new_field: { a: [1] } };
    expect(body({ stream: false, options })).toEqual({
      model: 'gpt-4.1',
      messages: request.messages,
      stream: false,
      ...options,
    });
  });

  it('asks a stream for its usage, whatever else it was asked for', () => {
    const asked = { stream_options: { include_usage: true } };
    expect(body()).toMatchObject(asked);
    expect(body({ options: { stream_options: null } })).toMatchObject(asked);
    const stream_options = { include_usage: false, include_obfuscation: false };
    expect(body({ options: { stream_options } })).toMatchObject({
      stream_options: { include_usage: true, include_obfuscation: false },
    });
  });

  it('sends tools and their choice where there are any', () => {
    const tools = [{ type: 'function', function: { name: 'look_up' } }] as const;
    expect(body({ tools, tool_choice: 'none' })).toMatchObject({ tools, tool_choice: 'none' });
    expect(body()).not.toHaveProperty('tools');
    expect(body()).not.toHaveProperty('tool_choice');
  });

  it('lets no option take the place of what the pipeline decides', () => {
    const tools = [{ type: 'function', function: { name: 'look_up' } }] as const;
    expect(body({ tools, options: { tools: [], stream: false, tool_choice: 'required' } })).toMatchObject({
      tools,
      stream: true,
    });
  });
});
