import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EngineError } from '../errors.js';
import { parseChatRequest, type ChatRequest } from './parse-chat-request.js';

const defaults = { model: 'default-model', useTools: true };
const user = { role: 'user', content: 'Hi.' };
const call = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{}' } };
const calls = { role: 'assistant', content: null, tool_calls: [call] };
const result = { role: 'tool', tool_call_id: 'call_1', content: 'blue' };
const parse = (body: unknown): ChatRequest => parseChatRequest(body, defaults);
const turnOf = (fields: object): ChatRequest['turn'] => parse({ messages: [user], ...fields }).turn;

/** The error that a body is refused with. */
function refusal(body: unknown): EngineError {
  try {
    parse(body);
  } catch (error) {
    if (EngineError.is(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('a request that is fit', () => {
  it('needs no more than a message', () => {
    expect(parse({ messages: [user] })).toEqual({
      includeUsage: false,
      turn: { model: 'default-model', messages: [user], stream: false, options: {}, useTools: true },
    });
  });

  it.each<[string, readonly object[]]>([
    ['every role', [{ role: 'developer', content: 'a' }, { role: 'system', content: 'b' }, user]],
    ['an assistant that was refused', [user, { role: 'assistant', refusal: 'No.' }, user]],
    [
      'an old function call',
      [user, { role: 'assistant', function_call: {} }, { role: 'function', name: 'f' }],
    ],
    ['a name', [{ ...user, name: 'ann' }]],
    ['an empty text', [{ role: 'user', content: '' }]],
    ['a call and its result', [user, calls, result]],
    [
      'several results in any order',
      [
        user,
        { ...calls, tool_calls: [call, { ...call, id: 'call_2' }] },
        { ...result, tool_call_id: 'call_2' },
        result,
        user,
      ],
    ],
    ['calls of several turns, with the same id', [user, calls, result, user, calls, result]],
    ['a call of another type', [user, { ...calls, tool_calls: [{ id: 'call_1', type: 'custom' }] }, result]],
    ['fields that it does not know', [{ ...user, new_field: { a: [1, null] } }]],
  ])('may have %s in its messages, which stay as they are', (_, messages) => {
    const body = { messages };
    expect(parse(body).turn.messages).toBe(messages);
  });

  it('may have parts of any type for content', () => {
    const content = [
      { type: 'text', text: 'What is it?' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      { type: 'not_yet_known', data: 1 },
    ];
    expect(parse({ messages: [{ role: 'user', content }] }).turn.messages).toEqual([
      { role: 'user', content },
    ]);
  });

  it('has its other fields passed on as they came', () => {
    const options = {
      temperature: 0.5,
      max_tokens: 5,
      stop: ['a', null],
      logit_bias: { 50256: -100 },
      user: 'ann',
      new_field: { deep: [{ er: 'x' }] },
      response_format: null,
    };
    expect(turnOf(options).options).toEqual(options);
  });

  it('has every field passed on, whatever its name', () => {
    const body = JSON.parse(
      '{"messages":[{"role":"user","content":"Hi."}],"__proto__":{"n":2},"constructor":1}',
    ) as object;
    const { options, useTools } = parse(body).turn;
    expect(JSON.stringify({ ...options })).toBe('{"__proto__":{"n":2},"constructor":1}');
    expect(useTools).toBe(true);
  });

  it('has its own fields read and kept from the upstream', () => {
    const own = { conversation_id: 'c', personality_id: 'p', use_tools: false, engine: 'e' };
    const { turn, engine } = parse({ messages: [user], model: 'm', stream: true, ...own });
    expect(turn).toEqual({
      model: 'm',
      messages: [user],
      stream: true,
      options: {},
      useTools: false,
      conversationId: 'c',
      personalityId: 'p',
    });
    expect(engine).toBe('e');
  });

  it('may have them in metadata, with the rest of it passed on', () => {
    const metadata = {
      conversation_id: 'c',
      personality_id: 'p',
      use_tools: 'false',
      engine: 'e',
      mine: 'x',
    };
    const { turn, engine } = parse({ messages: [user], metadata });
    expect(turn).toMatchObject({ conversationId: 'c', personalityId: 'p', useTools: false });
    expect(turn.options).toEqual({ metadata: { mine: 'x' } });
    expect(engine).toBe('e');
  });

  it('sends no metadata where nothing is left of it', () => {
    expect(turnOf({ metadata: { conversation_id: 'c' } }).options).toEqual({});
  });

  it('may say the same in both places', () => {
    expect(turnOf({ conversation_id: 'c', metadata: { conversation_id: 'c' } }).conversationId).toBe('c');
    expect(turnOf({ use_tools: true, metadata: { use_tools: 'true' } }).useTools).toBe(true);
  });

  it.each([
    'model',
    'stream',
    'tools',
    'tool_choice',
    'metadata',
    'conversation_id',
    'use_tools',
    'stream_options',
    'n',
  ])('may have null for %s', (field) => {
    expect(() => parse({ messages: [user], [field]: null })).not.toThrow();
  });

  it('takes the default personality, unless it names one', () => {
    const given = { ...defaults, personalityId: 'default' };
    expect(parseChatRequest({ messages: [user] }, given).turn.personalityId).toBe('default');
    expect(parseChatRequest({ messages: [user], personality_id: 'p' }, given).turn.personalityId).toBe('p');
  });

  it('widens memory to its user', () => {
    expect(turnOf({ user: 'ann' })).toMatchObject({ user: 'ann', options: { user: 'ann' } });
  });

  it('asks for usage in its stream', () => {
    const asks = (stream_options: object) =>
      parse({ messages: [user], stream: true, stream_options }).includeUsage;
    expect(asks({ include_usage: true })).toBe(true);
    expect(asks({ include_usage: false })).toBe(false);
    expect(asks({})).toBe(false);
  });

  it('may bring tools, and say which to call', () => {
    const tools = [
      { type: 'function', function: { name: 'look_up' } },
      {
        type: 'function',
        function: { name: 'dig', parameters: { type: 'object' }, strict: true, description: '' },
      },
      { type: 'custom', custom: { name: 'free' } },
    ];
    const tool_choice = { type: 'function', function: { name: 'dig' } };
    expect(turnOf({ tools, tool_choice })).toMatchObject({
      clientTools: tools,
      toolChoice: tool_choice,
      options: {},
    });
    for (const choice of ['none', 'auto', 'required'])
      expect(turnOf({ tools, tool_choice: choice }).toolChoice).toBe(choice);
  });

  it.each([{ n: 2 }, { functions: [{ name: 'f' }] }])('goes without server tools with %j', (fields) => {
    expect(turnOf(fields)).toMatchObject({ useTools: false, options: fields });
    expect(refusal({ messages: [user], use_tools: true, ...fields }).param).toBe(Object.keys(fields)[0]);
  });
});

const tool = (fn: unknown) => ({ messages: [user], tools: [{ type: 'function', function: fn }] });
const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
const LONE = '\ud800';

describe('a request that is not fit', () => {
  it.each([null, 7, 'x', [], true])('is refused when it is %j', (body) => {
    expect(refusal(body)).toMatchObject({ status: 400, param: null });
  });

  it.each<[string, string, unknown]>([
    ['no messages', 'messages', undefined],
    ['messages that are null', 'messages', null],
    ['messages that are no list', 'messages', {}],
    ['no message', 'messages', []],
    ['a message that is no object', 'messages[1]', [user, 'Hi.']],
    ['a message without a role', 'messages[0].role', [{ content: 'Hi.' }]],
    ['a role that there is not', 'messages[1].role', [user, { ...user, role: 'bot' }]],
    ['a role that is no text', 'messages[0].role', [{ ...user, role: 1 }]],
    ['no content', 'messages[0].content', [{ role: 'user' }]],
    ['content that is null', 'messages[0].content', [{ role: 'user', content: null }]],
    ['content that is a number', 'messages[0].content', [{ role: 'user', content: 1 }]],
    ['content without parts', 'messages[0].content', [{ role: 'user', content: [] }]],
    ['an assistant that says nothing', 'messages[0].content', [{ role: 'assistant' }]],
    [
      'a part that is no object',
      'messages[0].content[1]',
      [{ role: 'user', content: [{ type: 'text', text: '' }, 1] }],
    ],
    ['a part without a type', 'messages[0].content[0].type', [{ role: 'user', content: [{ text: 'x' }] }]],
    [
      'a text part without text',
      'messages[0].content[0].text',
      [{ role: 'user', content: [{ type: 'text' }] }],
    ],
    ['a lone surrogate', 'messages[0].content', [{ role: 'user', content: LONE }]],
    [
      'a lone surrogate in a part',
      'messages[0].content[0]',
      [{ role: 'user', content: [{ type: 'text', text: LONE }] }],
    ],
    ['a name that is no text', 'messages[0].name', [{ ...user, name: 1 }]],
    ['a field that is nested too deep', 'messages[0].more', [{ ...user, more: deep(65) }]],
    ['calls of a user', 'messages[0].tool_calls', [{ ...user, tool_calls: [call] }]],
    ['calls that are no list', 'messages[0].tool_calls', [{ ...calls, tool_calls: {} }]],
    ['an empty list of calls', 'messages[0].tool_calls', [{ ...calls, tool_calls: [] }]],
    ['a call that is no object', 'messages[0].tool_calls[0]', [{ ...calls, tool_calls: [1] }]],
    [
      'a call without an id',
      'messages[0].tool_calls[0].id',
      [{ ...calls, tool_calls: [{ ...call, id: '' }] }],
    ],
    ['two calls of one id', 'messages[0].tool_calls[1].id', [{ ...calls, tool_calls: [call, call] }]],
    ['a call without a type', 'messages[0].tool_calls[0].type', [{ ...calls, tool_calls: [{ id: 'a' }] }]],
    [
      'a call without a function',
      'messages[0].tool_calls[0].function',
      [{ ...calls, tool_calls: [{ id: 'a', type: 'function' }] }],
    ],
    [
      'a call without a name',
      'messages[0].tool_calls[0].function.name',
      [{ ...calls, tool_calls: [{ ...call, function: { arguments: '' } }] }],
    ],
    [
      'a call whose arguments are no text',
      'messages[0].tool_calls[0].function.arguments',
      [{ ...calls, tool_calls: [{ ...call, function: { name: 'f', arguments: {} } }] }],
    ],
    ['a result without its call', 'messages[1].tool_call_id', [user, result]],
    ['a result without an id', 'messages[1].tool_call_id', [calls, { role: 'tool', content: '' }]],
    ['a result whose id is no text', 'messages[1].tool_call_id', [calls, { ...result, tool_call_id: 1 }]],
    ['a result that came twice', 'messages[2].tool_call_id', [calls, result, result]],
    ['a call without its result', 'messages[1]', [calls, user]],
    ['a call without its result at the end', 'messages[0]', [calls]],
    ['a result that comes too late', 'messages[1]', [calls, user, result]],
  ])('is refused for %s', (_, param, messages) => {
    expect(refusal({ messages })).toMatchObject({ status: 400, param, type: 'invalid_request_error' });
  });

  it.each<[string, unknown]>([
    ['model', ''],
    ['model', 7],
    ['model', LONE],
    ['stream', 'true'],
    ['temperature', '0.5'],
    ['top_p', []],
    ['max_tokens', 1.5],
    ['max_tokens', 0],
    ['max_completion_tokens', -1],
    ['n', 0],
    ['n', '1'],
    ['seed', 0.5],
    ['logprobs', 1],
    ['store', 'yes'],
    ['parallel_tool_calls', 0],
    ['response_format', 'json'],
    ['logit_bias', []],
    ['stream_options', true],
    ['user', 7],
    ['user', 'a\u0000'],
    ['conversation_id', ''],
    ['conversation_id', 5],
    ['conversation_id', 'x'.repeat(257)],
    ['conversation_id', 'a\nb'],
    ['conversation_id', LONE],
    ['personality_id', {}],
    ['engine', false],
    ['use_tools', 'true'],
    ['metadata', 'x'],
    ['metadata', []],
    ['tools', {}],
    ['tools', Array.from({ length: 129 }, (_, i) => ({ type: 'function', function: { name: `f${i}` } }))],
    ['tool_choice', 'sometimes'],
    ['tool_choice', 7],
    ['new_field', deep(65)],
    ['new_field', [LONE]],
    ['new_field', { [LONE]: 1 }],
  ])('is refused for its %s (%j)', (param, value) => {
    expect(refusal({ messages: [user], [param]: value })).toMatchObject({ status: 400, param });
  });

  it.each<[string, object]>([
    ['metadata.conversation_id', { metadata: { conversation_id: 7 } }],
    ['metadata.conversation_id', { conversation_id: 'a', metadata: { conversation_id: 'b' } }],
    ['metadata.use_tools', { metadata: { use_tools: 'yes' } }],
    ['metadata.use_tools', { use_tools: true, metadata: { use_tools: 'false' } }],
    ['stream_options', { stream_options: { include_usage: true } }],
    ['stream_options.include_usage', { stream: true, stream_options: { include_usage: 1 } }],
    ['tools[0]', { tools: ['look_up'] }],
    ['tools[0].type', { tools: [{ name: 'look_up', parameters: { type: 'object' } }] }],
    ['tools[0].type', { tools: [{ function: { name: 'look_up' } }] }],
    ['tools[0].function', { tools: [{ type: 'function' }] }],
    ['tools[0].function.name', tool({})],
    ['tools[0].function.name', tool({ name: 'a b' })],
    ['tools[0].function.name', tool({ name: 'x'.repeat(65) })],
    ['tools[0].function.description', tool({ name: 'f', description: 1 })],
    ['tools[0].function.parameters', tool({ name: 'f', parameters: [] })],
    ['tools[0].function.parameters.type', tool({ name: 'f', parameters: { type: 'string' } })],
    ['tools[0].function.strict', tool({ name: 'f', strict: 'yes' })],
    ['tools[1].function.name', { tools: [...tool({ name: 'f' }).tools, ...tool({ name: 'f' }).tools] }],
    ['tool_choice.type', { tool_choice: { function: { name: 'f' } } }],
  ])('is refused with %s for %j', (param, fields) => {
    expect(refusal({ messages: [user], ...fields })).toMatchObject({ status: 400, param });
  });

  it('is told that a bare tool has to be put inside "function"', () => {
    const tools = [{ name: 'look_up', parameters: { type: 'object' } }];
    expect(refusal({ messages: [user], tools }).message).toContain('"function"');
  });

  it('is told nothing of its own text', () => {
    const { message } = refusal({ messages: [{ role: 'user', content: { secret: 'sk-123' } }] });
    expect(message).not.toContain('sk-123');
  });
});

describe('any JSON at all', () => {
  const field = fc.constantFrom(
    ...[
      'messages',
      'model',
      'stream',
      'tools',
      'tool_choice',
      'metadata',
      'use_tools',
      'n',
      'stream_options',
      'user',
    ],
    ...[
      'conversation_id',
      'functions',
      '__proto__',
      'max_tokens',
      'role',
      'content',
      'tool_calls',
      'tool_call_id',
    ],
    ...['id', 'type', 'function', 'name', 'arguments', 'text'],
  );
  const leaf = fc.constantFrom<unknown>(
    null,
    true,
    0,
    2,
    -1,
    0.5,
    '',
    'a',
    LONE,
    'user',
    'tool',
    'assistant',
    'function',
  );
  const { near } = fc.letrec<{ near: unknown }>((tie) => ({
    near: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.array(tie('near'), { maxLength: 3 }),
      fc.dictionary(field, tie('near'), { maxKeys: 4 }),
    ),
  }));
  /** As it would come over the wire; `__proto__` is a field like any other there. */
  const json = fc.oneof(fc.jsonValue(), near).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  const bodies = fc.oneof(
    json,
    fc.record({ messages: fc.array(json), more: json }),
    fc
      .tuple(fc.dictionary(field, near), fc.array(near, { maxLength: 3 }))
      .map(([fields, messages]): unknown => ({ messages: [user, ...messages], ...fields })),
    fc.dictionary(field, near).map((fields): unknown => ({ ...fields, messages: [user] })),
  );

  it('is taken, or refused as an invalid request', () => {
    let taken = 0;
    fc.assert(
      fc.property(bodies, (body) => {
        try {
          const { turn } = parse(body);
          expect(turn.messages.length).toBeGreaterThan(0);
          expect(() => JSON.stringify(turn)).not.toThrow();
          taken += 1;
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidRequestError', status: 400 });
        }
      }),
      { numRuns: 2_000, seed: 7 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('is refused, and does not exhaust the stack, when it is nested without end', () => {
    const nested = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as unknown;
    for (const body of [nested, { messages: nested }, { messages: [user], new_field: nested }]) {
      expect(refusal(body).status).toBe(400);
    }
  });
});
