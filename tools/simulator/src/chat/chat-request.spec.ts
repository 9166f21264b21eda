import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, post } from '../../e2e/raw-client.js';
import { startSimulator, type Simulator } from '../simulator.js';

let simulator: Simulator;
beforeAll(async () => (simulator = await startSimulator()));
afterAll(() => simulator.close());

const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });
const assistant = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'done' });
const user = { role: 'user', content: 'hi' };
const tool = (parameters?: unknown, name = 'f') => ({ type: 'function', function: { name, parameters } });
const said = (...messages: unknown[]) => ask('', { messages });
const offered = (...tools: unknown[]) => ask('hi', { tools });

/** What is wrong, the body, the `param` and a part of the message. */
const refused: [string, unknown, string | null, string][] = [
  [
    'a bare tool',
    offered({ name: 'f', parameters: { type: 'object' } }),
    'tools[0].type',
    'Missing required',
  ],
  [
    'a tool without function',
    offered({ type: 'function', name: 'f' }),
    'tools[0].function',
    'Missing required',
  ],
  ['an unknown tool type', offered({ type: 'web' }), 'tools[0].type', "'web'"],
  ['a tool name with a dot', offered(tool(undefined, 'a.b')), 'tools[0].function.name', 'pattern'],
  ['a tool name of 65', offered(tool(undefined, 'a'.repeat(65))), 'tools[0].function.name', 'pattern'],
  ['no tool name', offered({ type: 'function', function: {} }), 'tools[0].function.name', 'Missing required'],
  [
    'a string schema',
    offered(tool({ type: 'string' })),
    'tools[0].function.parameters',
    `got 'type: "string"'`,
  ],
  ['a schema without type', offered(tool({ properties: {} })), 'tools[0].function.parameters', `"None"`],
  ['a schema that is a list', offered(tool([])), 'tools[0].function.parameters', "function 'f'"],
  ['a null schema', offered(tool(null)), 'tools[0].function.parameters', "function 'f'"],
  [
    'a union at the top',
    offered(tool({ type: 'object', anyOf: [] })),
    'tools[0].function.parameters',
    'anyOf',
  ],
  [
    'an array without items',
    offered(tool({ type: 'object', properties: { a: { type: 'array' } } })),
    'tools[0].function.parameters',
    "('properties', 'a'), array schema missing items",
  ],
  [
    'required that is no list',
    offered(tool({ type: 'object', required: true })),
    'tools[0].function.parameters',
    'true',
  ],
  ['no tools at all', ask('hi', { tools: [] }), 'tools', 'empty array'],
  ['a choice without tools', ask('hi', { tool_choice: 'auto' }), 'tool_choice', 'only allowed'],
  [
    'a choice of another tool',
    ask('hi', { tools: [tool()], tool_choice: { type: 'function', function: { name: 'g' } } }),
    'tool_choice',
    "'g'",
  ],
  ['an unknown choice', ask('hi', { tools: [tool()], tool_choice: 'any' }), 'tool_choice', "'any'"],
  [
    'a result without call',
    said(user, result('a')),
    'messages.[1].role',
    "response to a preceeding message with 'tool_calls'",
  ],
  ['a result of another call', said(user, assistant('a'), result('b')), 'messages.[2].tool_call_id', "'b'"],
  [
    'a result after an answer',
    said(assistant('a'), result('a'), user, result('a')),
    'messages.[3].role',
    'preceeding',
  ],
  [
    'a call without result',
    said(user, assistant('a', 'b'), result('a')),
    'messages.[1].role',
    'response messages: b',
  ],
  ['a call, then the user', said(user, assistant('a'), user), 'messages.[1].role', 'response messages: a'],
  [
    'a result without id',
    said({ role: 'tool', content: 'x' }),
    'messages[0].tool_call_id',
    'Missing required',
  ],
  [
    'a call without arguments',
    said({ role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: { name: 'f' } }] }),
    'messages[0].tool_calls[0].function.arguments',
    'Missing',
  ],
  ['an unknown role', said({ role: 'wizard', content: 'x' }), 'messages[0].role', "'wizard'"],
  ['no role', said({ content: 'x' }), 'messages[0].role', 'Missing required'],
  ['no content', said({ role: 'user' }), 'messages[0].content', 'got null'],
  ['content that is a number', said({ role: 'user', content: 1 }), 'messages[0].content', 'an integer'],
  [
    'an unknown content part',
    said({ role: 'user', content: [{ type: 'video' }] }),
    'messages[0].content[0].type',
    "'video'",
  ],
  [
    'a name with a space',
    said({ role: 'user', content: 'x', name: 'Ann Lee' }),
    'messages[0].name',
    'pattern',
  ],
  ['no messages', { model: 'm' }, 'messages', 'Missing required'],
  ['an empty conversation', said(), 'messages', 'empty array'],
  ['metadata without store', ask('hi', { metadata: { a: 'b' } }), 'metadata', "'store' is enabled"],
  [
    'stream_options without stream',
    ask('hi', { stream_options: {} }),
    'stream_options',
    "'stream' is enabled",
  ],
  ['conversation_id', ask('hi', { conversation_id: 'c' }), null, 'conversation_id'],
  ['personality_id', ask('hi', { personality_id: 'p' }), null, 'personality_id'],
  ['use_tools', ask('hi', { use_tools: false }), null, 'use_tools'],
  ['engine', ask('hi', { engine: 'e' }), null, 'engine'],
  ['no model', { messages: [user] }, null, 'model parameter'],
  ['a model that is a number', ask('hi', { model: 4 }), 'model', 'an integer'],
  ['n of 0', ask('hi', { n: 0 }), 'n', 'out of range'],
  ['stream that is a string', ask('hi', { stream: 'yes' }), 'stream', 'a boolean'],
  ['max_tokens of a half', ask('hi', { max_tokens: 0.5 }), 'max_tokens', 'an integer'],
  ['a body that is not JSON', '{"model":', null, 'could not parse'],
  ['a body that is a list', [], null, 'JSON object'],
];

const accepted: [string, unknown][] = [
  [
    'tools as the API wants them',
    offered(tool({ type: 'object', properties: {} }), tool(undefined, 'a-B_9'), {
      type: 'custom',
      custom: {},
    }),
  ],
  ['calls with their results', said(user, assistant('a', 'b'), result('b'), result('a'), user)],
  ['metadata with store', ask('hi', { metadata: { a: 'b' }, store: true })],
  [
    'parts',
    said({
      role: 'user',
      content: [
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: {} },
      ],
    }),
  ],
  ['a developer and a name', said({ role: 'developer', content: 'x' }, { ...user, name: 'Ann' })],
  ['fields that are new', ask('hi', { reasoning_effort: 'low', some_new_field: 1, sim: {} })],
  [
    'a choice of a tool',
    ask('hi', { tools: [tool()], tool_choice: { type: 'function', function: { name: 'f' } } }),
  ],
];

describe('a chat request', () => {
  it.each(refused)('is refused for %s', async (_, body, param, message) => {
    const { status, text } = await post(`${simulator.baseURL}/chat/completions`, body).answer;
    expect(JSON.parse(text)).toMatchObject({
      error: { type: 'invalid_request_error', param, message: expect.stringContaining(message) },
    });
    expect(status).toBe(400);
  });

  it.each(accepted)('is accepted with %s', async (_, body) => {
    const { status, text } = await post(`${simulator.baseURL}/chat/completions`, body).answer;
    expect([status, text]).toEqual([200, expect.stringContaining('"chat.completion"')]);
  });

  it('that is refused uses up nothing of the script', async () => {
    simulator.enqueue({ reply: 'queued' });
    await post(`${simulator.baseURL}/chat/completions`, said()).answer;
    const { text } = await post(`${simulator.baseURL}/chat/completions`, ask()).answer;
    expect(text).toContain('queued');
  });
});

describe('a route', () => {
  it.each([
    ['/responses', 404, 'Invalid URL (POST /v1/responses)'],
    ['/models', 405, 'Not allowed to POST'],
  ])('that is not there is refused: %s', async (path, status, message) => {
    const answer = await post(`${simulator.baseURL}${path}`, {}).answer;
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error.message).toContain(message);
  });
});
