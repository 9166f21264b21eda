import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { namesField } from './support/field-path.js';
import { fuzzedBodies } from './support/fuzzed-bodies.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { residentMemory } from './support/process-facts.js';
import { chatHead, sendBytes } from './support/raw-bytes.js';
import { asking, chat, type RawAnswer } from './support/raw-chat.js';
import { summarize, type WireError } from './support/stream-text.js';

let setup: Setup;

beforeAll(async () => {
  setup = await startOverSimulator();
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());
afterEach(async () => {
  const { status } = await chat(setup.service, asking()).answer;
  expect(status).toBe(200);
});
afterAll(() => {
  expect(setup.service.stdout()).not.toMatch(/"level":(50|60)/);
  expect(setup.service.stdout()).not.toContain('internal_error');
});

/** The error of an answer, which has nothing but OpenAI's fields. */
function errorOf({ text, headers }: Pick<RawAnswer, 'text' | 'headers'>): WireError {
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  const { error, ...rest } = JSON.parse(text) as { error: WireError };
  expect(rest).toEqual({});
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'param', 'type']);
  expect([typeof error.message, typeof error.type, typeof error.code]).toEqual([
    'string',
    'string',
    'string',
  ]);
  expect(error.message.length).toBeLessThan(1_500);
  return error;
}

const user = { role: 'user', content: 'hi' };
const call = { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{}' } };
const calling = { role: 'assistant', content: null, tool_calls: [call] };
const answering = { role: 'tool', tool_call_id: 'call_1', content: 'found' };
const tool = {
  type: 'function',
  function: { name: 'look_up', parameters: { type: 'object', properties: {} } },
};
const messages = (...all: unknown[]) => ({ messages: all });
const field = (more: object) => ({ messages: [user], ...more });
const tools = (...all: unknown[]) => field({ tools: all });
const longText = 'x'.repeat(100_000);

/** What is wrong, the body, and the field that the error names. */
const refused: readonly (readonly [what: string, body: unknown, param: string | null])[] = [
  ['no messages', {}, 'messages'],
  ['messages null', { messages: null }, 'messages'],
  ['messages a text', { messages: 'hi' }, 'messages'],
  ['messages an object', { messages: { 0: user } }, 'messages'],
  ['messages empty', messages(), 'messages'],
  ['a message null', messages(user, null), 'messages[1]'],
  ['a message a text', messages('hi'), 'messages[0]'],
  ['a message a list', messages([user]), 'messages[0]'],
  ['no role', messages({ content: 'hi' }), 'messages[0].role'],
  ['an unknown role', messages({ role: 'robot', content: 'hi' }), 'messages[0].role'],
  ['a role that every object has', messages({ role: 'constructor', content: 'hi' }), 'messages[0].role'],
  ['a role in capitals', messages({ role: 'User', content: 'hi' }), 'messages[0].role'],
  ['a role that is a number', messages({ role: 1, content: 'hi' }), 'messages[0].role'],
  ['no content', messages({ role: 'user' }), 'messages[0].content'],
  ['content null', messages({ role: 'user', content: null }), 'messages[0].content'],
  ['content a number', messages({ role: 'user', content: 5 }), 'messages[0].content'],
  ['content an object', messages({ role: 'user', content: { text: 'hi' } }), 'messages[0].content'],
  ['content an empty list', messages({ role: 'user', content: [] }), 'messages[0].content'],
  ['a content part that is a text', messages({ role: 'user', content: ['hi'] }), 'messages[0].content[0]'],
  [
    'a part without type',
    messages({ role: 'user', content: [{ text: 'hi' }] }),
    'messages[0].content[0].type',
  ],
  [
    'a text part without text',
    messages({ role: 'user', content: [{ type: 'text' }] }),
    'messages[0].content[0].text',
  ],
  ['a name that is a number', messages({ ...user, name: 7 }), 'messages[0].name'],
  ['an assistant that says nothing', messages(user, { role: 'assistant' }), 'messages[1].content'],
  ['a tool result without call', messages(user, answering), 'messages[1].tool_call_id'],
  [
    'a tool result without id',
    messages(user, calling, { role: 'tool', content: 'x' }),
    'messages[2].tool_call_id',
  ],
  [
    'a tool result to another call',
    messages(calling, { ...answering, tool_call_id: 'c' }),
    'messages[1].tool_call_id',
  ],
  ['a tool result given twice', messages(calling, answering, answering), 'messages[2].tool_call_id'],
  ['a call without result', messages(calling, user), 'messages[1]'],
  ['a call without result at the end', messages(user, calling), 'messages[1]'],
  ['calls of a user', messages({ ...user, tool_calls: [call] }), 'messages[0].tool_calls'],
  ['calls that are no list', messages({ ...calling, tool_calls: call }), 'messages[0].tool_calls'],
  ['calls that are an empty list', messages({ ...calling, tool_calls: [] }), 'messages[0].tool_calls'],
  ['a call null', messages({ ...calling, tool_calls: [null] }), 'messages[0].tool_calls[0]'],
  [
    'a call without id',
    messages({ ...calling, tool_calls: [{ ...call, id: undefined }] }),
    'messages[0].tool_calls[0].id',
  ],
  [
    'a call without function',
    messages({ ...calling, tool_calls: [{ ...call, function: undefined }] }),
    'messages[0].tool_calls[0].function',
  ],
  [
    'arguments that are an object',
    messages({ ...calling, tool_calls: [{ ...call, function: { name: 'a', arguments: {} } }] }),
    'messages[0].tool_calls[0].function.arguments',
  ],
  [
    'two calls with one id',
    messages({ ...calling, tool_calls: [call, call] }),
    'messages[0].tool_calls[1].id',
  ],
  ['a model that is a number', field({ model: 4.1 }), 'model'],
  ['an empty model', field({ model: '' }), 'model'],
  ['a model of 100,000 characters', field({ model: longText }), 'model'],
  ['a model with NUL', field({ model: 'gpt\u0000' }), 'model'],
  ['stream a text', field({ stream: 'true' }), 'stream'],
  ['stream a number', field({ stream: 1 }), 'stream'],
  ['stream_options without stream', field({ stream_options: { include_usage: true } }), 'stream_options'],
  ['stream_options a list', field({ stream: true, stream_options: [] }), 'stream_options'],
  [
    'include_usage a text',
    field({ stream: true, stream_options: { include_usage: 'yes' } }),
    'stream_options.include_usage',
  ],
  ['temperature a text', field({ temperature: '0.7' }), 'temperature'],
  ['max_tokens with a fraction', field({ max_tokens: 1.5 }), 'max_tokens'],
  ['max_completion_tokens below 1', field({ max_completion_tokens: 0 }), 'max_completion_tokens'],
  ['n below 1', field({ n: -1 }), 'n'],
  ['n above 128', field({ n: 129 }), 'n'],
  ['logit_bias a list', field({ logit_bias: [] }), 'logit_bias'],
  ['response_format a text', field({ response_format: 'json' }), 'response_format'],
  ['parallel_tool_calls a text', field({ parallel_tool_calls: 'no' }), 'parallel_tool_calls'],
  ['metadata a list', field({ metadata: [] }), 'metadata'],
  ['metadata a text', field({ metadata: 'x' }), 'metadata'],
  ['an id that is a number', field({ conversation_id: 7 }), 'conversation_id'],
  ['an empty id', field({ conversation_id: '' }), 'conversation_id'],
  ['an id of 100,000 characters', field({ conversation_id: longText }), 'conversation_id'],
  ['an id with NUL', field({ conversation_id: 'a\u0000b' }), 'conversation_id'],
  ['an id with a line break', field({ metadata: { conversation_id: 'a\nb' } }), 'metadata.conversation_id'],
  ['an id with a lone surrogate', field({ conversation_id: 'a\ud800' }), 'conversation_id'],
  [
    'two ids that differ',
    field({ conversation_id: 'a', metadata: { conversation_id: 'b' } }),
    'metadata.conversation_id',
  ],
  ['a user of 100,000 characters', field({ user: longText }), 'user'],
  ['a user that is an object', field({ user: { id: 1 } }), 'user'],
  ['a personality that does not exist', field({ personality_id: 'nobody' }), 'personality_id'],
  ['a personality named like a file', field({ personality_id: '../../etc/passwd' }), 'personality_id'],
  ['a personality that every object has', field({ personality_id: 'constructor' }), 'personality_id'],
  ['use_tools a text', field({ use_tools: 'yes' }), 'use_tools'],
  ['use_tools a text in metadata', field({ metadata: { use_tools: 'yes' } }), 'metadata.use_tools'],
  ['server tools and n', field({ use_tools: true, n: 2 }), 'n'],
  ['tools an object', field({ tools: {} }), 'tools'],
  ['a tool null', tools(null), 'tools[0]'],
  ['a bare tool', tools({ name: 'look_up', parameters: { type: 'object' } }), 'tools[0].type'],
  ['a tool without function', tools({ type: 'function' }), 'tools[0].function'],
  ['a tool without name', tools({ type: 'function', function: {} }), 'tools[0].function.name'],
  [
    'a tool with a bad name',
    tools({ type: 'function', function: { name: 'look up' } }),
    'tools[0].function.name',
  ],
  ['a tool named twice', tools(tool, tool), 'tools[1].function.name'],
  [
    'parameters that are no object',
    tools({ type: 'function', function: { name: 'a', parameters: [] } }),
    'tools[0].function.parameters',
  ],
  [
    'parameters of another type',
    tools({ type: 'function', function: { name: 'a', parameters: { type: 'array' } } }),
    'tools[0].function.parameters.type',
  ],
  [
    '129 tools',
    tools(...Array.from({ length: 129 }, (_, i) => ({ ...tool, function: { name: `t${i}` } }))),
    'tools',
  ],
  ['tool_choice a number', field({ tool_choice: 1 }), 'tool_choice'],
  ['tool_choice an unknown word', field({ tool_choice: 'maybe' }), 'tool_choice'],
  ['tool_choice without type', field({ tools: [tool], tool_choice: {} }), 'tool_choice.type'],
  [
    'tool_choice of no function',
    field({ tools: [tool], tool_choice: { type: 'function' } }),
    'tool_choice.function',
  ],
  ['a lone surrogate in content', messages({ role: 'user', content: 'a\udc00' }), 'messages[0].content'],
  [
    'a lone surrogate in a part',
    messages({ role: 'user', content: [{ type: 'text', text: '\ud800' }] }),
    'messages[0].content[0]',
  ],
  ['a lone surrogate in a field of a message', messages({ ...user, note: ['\ud800'] }), 'messages[0].note'],
  ['a lone surrogate in the key of a message', messages({ ...user, '\ud800': 1 }), 'messages[0].\ufffd'],
  ['a lone surrogate in a key', field({ '\ud800': 1 }), '\ufffd'],
  ['a lone surrogate in a long key', field({ [`${longText}\ud800`]: 1 }), 'x'.repeat(256)],
  ['a lone surrogate under a long key', field({ [longText]: '\ud800' }), 'x'.repeat(256)],
  ['a lone surrogate in an unknown field', field({ extra: { deep: ['\udfff'] } }), 'extra'],
  ['a lone surrogate in a tool', tools({ ...tool, note: '\ud800' }), 'tools[0]'],
  ['a list', [], null],
  ['a text', '"hi"', null],
  ['null', 'null', null],
  ['a number', '7', null],
];

/** Texts that are no JSON, or JSON that JSON.stringify does not write. */
const texts: readonly (readonly [what: string, body: string | Buffer, param: string | null])[] = [
  ['nothing', '', null],
  ['white space', ' \n', null],
  ['half an object', '{"messages":[', null],
  ['two objects', `${JSON.stringify(field({}))}{}`, null],
  ['JavaScript', "{messages:[{role:'user'}]}", null],
  ['NaN', '{"messages":[{"role":"user","content":"hi"}],"temperature":NaN}', null],
  ['a raw NUL in a text', '{"messages":[{"role":"user","content":"a\u0000b"}]}', null],
  [
    'bytes that are no UTF-8',
    Buffer.from('{"messages":[{"role":"user","content":"\xff\xfe"}]}', 'latin1'),
    null,
  ],
  ['UTF-16', Buffer.from(JSON.stringify(field({})), 'utf16le'), null],
  ['half a character', Buffer.from('{"user":"你"}').subarray(0, 11), null],
  [
    'a number beyond all others',
    '{"messages":[{"role":"user","content":"hi"}],"temperature":1e999}',
    'temperature',
  ],
  ['__proto__', '{"__proto__":{"messages":[]},"messages":[{"role":"user","content":"hi"}]}', '__proto__'],
  [
    '__proto__ in a message',
    '{"messages":[{"role":"user","content":"hi","__proto__":{"role":"system"}}]}',
    'messages[0].__proto__',
  ],
  ['__proto__ under a long key', `{"${longText}":{"__proto__":1}}`, `${'x'.repeat(200)}.__proto__`],
  [
    '__proto__ in escapes, deep down',
    '{"messages":[{"role":"user","content":"hi"}],"a":[{"\\u005f_pr\\u006Fto__":1}]}',
    'a[0].__proto__',
  ],
];

const DEPTH = 100_000;
const list = '['.repeat(DEPTH) + ']'.repeat(DEPTH);
const object = '{"a":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH);
const beside = (name: string, json: string) =>
  `{"messages":[{"role":"user","content":"hi"}],"${name}":${json}}`;
const inMessage = (json: string) => `{"messages":[{"role":"user",${json}}]}`;
const deep: readonly (readonly [what: string, body: string, param: string | null])[] = [
  ['the body', list, null],
  ['the messages', `{"messages":${list}}`, 'messages[0]'],
  ['content', inMessage(`"content":${list}`), 'messages[0].content[0]'],
  ['a content part', inMessage(`"content":[${object}]`), 'messages[0].content[0].type'],
  ['a field of a content part', inMessage(`"content":[{"type":"x","x":${list}}]`), 'messages[0].content[0]'],
  ['a field of a message', inMessage(`"content":"hi","x":${object}`), 'messages[0].x'],
  ['an unknown field', beside('x', object), 'x'],
  ['response_format', beside('response_format', object), 'response_format'],
  ['metadata', beside('metadata', object), 'metadata'],
  ['the model', beside('model', list), 'model'],
  ['stream', beside('stream', list), 'stream'],
  ['an id', beside('conversation_id', list), 'conversation_id'],
  ['the tools', beside('tools', list), 'tools[0]'],
  [
    'a schema',
    beside('tools', `[{"type":"function","function":{"name":"a","parameters":${object}}}]`),
    'tools[0]',
  ],
  ['tool_choice', beside('tool_choice', `{"type":"function","function":${list}}`), 'tool_choice.function'],
  ['a field of tool_choice', beside('tool_choice', `{"type":"auto","x":${list}}`), 'tool_choice'],
];

describe('a body that is refused names the field', () => {
  it.each([...refused, ...texts])('%s', async (_, body, param) => {
    const answer = await chat(setup.service, body).answer;
    expect(answer.status).toBe(400);
    const error = errorOf(answer);
    expect(error.param).toBe(param);
    expect(error.type).toBe('invalid_request_error');
    expect(setup.upstream.stats().requests).toBe(0);
  });

  it.each(deep)(`nested ${DEPTH} levels deep: %s`, async (_, body, param) => {
    const begun = performance.now();
    const answer = await chat(setup.service, body).answer;
    expect(answer.status).toBe(400);
    expect(errorOf(answer).param).toBe(param);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('in a stream as well, as a status and not as an event', async () => {
    const answer = await chat(setup.service, field({ stream: true, temperature: 'hot' })).answer;
    expect(answer.status).toBe(400);
    expect(errorOf(answer).param).toBe('temperature');
  });
});

describe('a body that is odd, and right, is answered', () => {
  const odd: readonly (readonly [what: string, body: unknown])[] = [
    [
      'keys that every object has',
      field({ constructor: { prototype: { a: 1 } }, toString: 1, hasOwnProperty: 2 }),
    ],
    ['a tool named constructor', tools({ type: 'function', function: { name: 'constructor' } })],
    [
      'fields that are null',
      field({ tools: null, metadata: null, stream: null, user: null, temperature: null }),
    ],
    ['NUL in content', messages({ role: 'user', content: 'a\u0000b' })],
    ['pairs of surrogates', messages({ role: 'user', content: '😀 你好 \u{10ffff}' })],
    ['keys given twice', '{"messages":"no","messages":[{"role":"user","content":"hi"}],"n":"x","n":1}'],
    ['a byte order mark', `\ufeff${JSON.stringify(field({}))}`],
    ['a field that nobody knows', field({ new_field: [1, { a: null }] })],
    ['an id of 256 characters', field({ conversation_id: 'x'.repeat(256), user: '用'.repeat(256) })],
    ['an empty text', messages({ role: 'user', content: '' })],
    ['nothing but a system message', messages({ role: 'system', content: 'hi' })],
    ['64 levels', field({ x: JSON.parse('['.repeat(64) + ']'.repeat(64)) })],
    [
      '10,000 messages',
      messages(...Array.from({ length: 10_000 }, (_, i) => (i % 2 ? { ...user, role: 'assistant' } : user))),
    ],
    [
      'a message of 5 MB',
      messages({ role: 'user', content: 'word '.repeat(20_000), note: 'x'.repeat(5_000_000) }),
    ],
  ];

  it.each(odd)('%s', async (_, body) => {
    const { status, text } = await chat(setup.service, body).answer;
    expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' });
  });

  it('and what it says arrives upstream as it came', async () => {
    const content = 'a\u0000b 你好 😀 "\\ \u2028';
    await chat(setup.service, messages({ role: 'user', content })).answer;
    expect(setup.turns().at(-1)?.body.messages?.[0]?.content).toBe(content);
  });
});

describe('a content type', () => {
  const body = JSON.stringify(asking());
  const send = (type: string | undefined) =>
    sendBytes(
      setup.service,
      `${chatHead}${type === undefined ? '' : `content-type: ${type}\r\n`}content-length: ${body.length}\r\n\r\n${body}`,
    );

  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
  ])('%s is taken', async (type) => {
    expect((await send(type)).status).toBe(200);
  });

  it.each([
    undefined,
    'text/plain',
    'text/html',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-patch+json',
    '*/*',
    ';;;',
  ])('%s is a 415', async (type) => {
    const { status, text } = await send(type);
    expect(status).toBe(415);
    expect(JSON.parse(text).error).toMatchObject({ code: 'unsupported_media_type', param: null });
  });
});

describe('a body that is too large', () => {
  const size = 25 * 1_024 * 1_024;
  const tooLarge = `{"messages":[{"role":"user","content":"${'x'.repeat(size)}"}]}`;

  it.each([
    { how: 'with its length', headers: { 'content-length': String(tooLarge.length) } },
    { how: 'in chunks', headers: { 'transfer-encoding': 'chunked' } },
  ])('is a 413 that the client sees, and its connection goes on ($how)', async ({ headers }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      for (let i = 0; i < 3; i++) {
        const answer = await chat(setup.service, tooLarge, { headers, agent }).answer;
        expect(answer).toMatchObject({ status: 413, complete: true });
        expect(errorOf(answer)).toMatchObject({ code: 'request_too_large', param: null });
        const next = await chat(setup.service, asking(), { agent }).answer;
        expect(next.status).toBe(200);
      }
    } finally {
      agent.destroy();
    }
  });

  it('is refused before it is sent, where its length says so', async () => {
    const { status } = await sendBytes(
      setup.service,
      `${chatHead}content-type: application/json\r\ncontent-length: 9999999999\r\n\r\n{`,
    );
    expect(status).toBe(413);
  });

  it('takes no memory', async () => {
    const before = setup.service.stdout().length;
    await Promise.all(Array.from({ length: 8 }, () => chat(setup.service, tooLarge).answer));
    expect(setup.service.stdout().length - before).toBeLessThan(10_000);
  });
});

describe('a request that is not one', () => {
  const json = 'content-type: application/json\r\n';
  const body = JSON.stringify(asking());
  const wrong: readonly (readonly [what: string, bytes: string, status: number])[] = [
    ['a negative length', `${chatHead}${json}content-length: -1\r\n\r\n`, 400],
    ['a length that is no number', `${chatHead}${json}content-length: many\r\n\r\n`, 400],
    ['a length beyond all numbers', `${chatHead}${json}content-length: 99999999999999999999\r\n\r\n`, 400],
    ['two lengths', `${chatHead}${json}content-length: 5\r\ncontent-length: 6\r\n\r\n{}`, 400],
    [
      'a length and chunks',
      `${chatHead}${json}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    [
      'chunks that are none',
      `${chatHead}${json}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
      400,
    ],
    ['an unknown encoding', `${chatHead}${json}transfer-encoding: gzip\r\n\r\n{}`, 400],
    ['an unknown method', `FETCH /v1/chat/completions HTTP/1.1\r\nhost: a\r\n\r\n`, 400],
    ['NUL in a header', `${chatHead}x-a: a\u0000b\r\n\r\n`, 400],
    ['headers of 20 KB', `${chatHead}x-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a URL of 20 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
    ['a URL with broken escapes', `GET /v1/models/%zz HTTP/1.1\r\nhost: a\r\n\r\n`, 400],
    ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['the beginning of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
  ];

  it.each(wrong)('%s is refused in the same shape', async (_, bytes, status) => {
    const answer = await sendBytes(setup.service, bytes);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error).toEqual({
      message: expect.any(String),
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_request',
    });
    expect(answer.end).not.toBe('broken');
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    '%s on the chat route is a 404',
    async (method) => {
      const head = chatHead.replace('POST', method);
      const answer = await sendBytes(
        setup.service,
        `${head}${json}content-length: ${body.length}\r\n\r\n${body}`,
      );
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text).error).toMatchObject({ code: 'unknown_url', param: null });
    },
  );

  it.each([
    ['HTTP/2', 'connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n'],
    ['a WebSocket', 'connection: upgrade\r\nupgrade: websocket\r\n'],
  ])('that offers an upgrade to %s is answered as it is', async (_, offer) => {
    const answer = await sendBytes(
      setup.service,
      `${chatHead}${json}${offer}content-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer.status).toBe(200);
  });

  it('of which a part never comes holds nothing else up', async () => {
    const { port } = new URL(setup.service.url);
    const sockets = Array.from({ length: 50 }, (_, i) => {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      socket.write(i % 2 ? chatHead.slice(0, 40) : `${chatHead}${json}content-length: 100\r\n\r\n{"mess`);
      return socket;
    });
    const begun = performance.now();
    const { status } = await chat(setup.service, asking()).answer;
    expect(status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(1_000);
    for (const socket of sockets) socket.destroy();
  });
});

describe('10,000 generated bodies', () => {
  const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
  const COUNT = 10_000;
  const CONNECTIONS = 16;
  /** Milliseconds. */
  const IN_TIME = 5_000;

  interface Finding {
    readonly problem: string;
    readonly body: string;
    readonly answer: string;
  }

  /** What is wrong with the answer to a body, if anything is. */
  function judge(
    body: string,
    { status, headers, text, complete }: RawAnswer,
    took: number,
  ): string | undefined {
    if (!complete || status === undefined) return 'no answer';
    if (took > IN_TIME) return `took ${took.toFixed(0)} ms`;
    if (status === 200) {
      if (headers['content-type'] !== 'text/event-stream; charset=utf-8') {
        return (JSON.parse(text) as { object?: string }).object === 'chat.completion'
          ? undefined
          : 'no completion';
      }
      const { done, errors, wellFormed } = summarize(text);
      return done === 1 && errors.length === 0 && wellFormed ? undefined : 'a stream that does not end well';
    }
    if (status < 400 || status >= 500) return `status ${status}`;
    const { param } = errorOf({ headers, text });
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return param === null ? undefined : 'names a field of what is no JSON';
    }
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    if (param === null) return isObject ? 'names no field' : undefined;
    return namesField(parsed, param) ? undefined : `names a field that is not there: ${param}`;
  }

  it('are each answered in time, with 200 or with a 4xx that names the field', async () => {
    const { service, upstream } = setup;
    process.stdout.write(`seed of the generated bodies: ${SEED} (FUZZ_SEED sets another)\n`);
    const bodies = fc.sample(fuzzedBodies, { numRuns: COUNT, seed: SEED });
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const findings: Finding[] = [];
    const statuses = new Map<number | undefined, number>();
    let refusedUpstream = 0;
    const memory = residentMemory(service.pid);
    const begun = performance.now();
    let next = 0;
    const work = async () => {
      for (let i = next++; i < bodies.length; i = next++) {
        const body = bodies[i]!;
        const sent = performance.now();
        const answer = await chat(service, body, { agent }).answer;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const problem = judge(body, answer, performance.now() - sent);
        if (problem !== undefined) findings.push({ problem, body, answer: answer.text });
        const id = answer.headers['x-request-id'];
        if (
          answer.status !== 200 &&
          upstream.requests.some(({ headers }) => headers['x-client-request-id'] === id)
        ) {
          refusedUpstream++;
        }
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
    agent.destroy();
    const seconds = (performance.now() - begun) / 1_000;
    const grown = residentMemory(service.pid) - memory;
    const counts = JSON.stringify(Object.fromEntries([...statuses].sort()));
    process.stdout.write(
      `${COUNT} bodies in ${seconds.toFixed(1)} s (${(COUNT / seconds).toFixed(0)}/s): ${counts}, ` +
        `${refusedUpstream} of them refused by the upstream, memory ${grown.toFixed(0)} MiB more\n`,
    );
    expect(findings.slice(0, 20)).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(COUNT / 10);
    expect(refusedUpstream).toBeLessThan(COUNT / 20);
    expect(grown).toBeLessThan(200);
  }, 120_000);
});
