import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';

const PIRATE = {
  id: 'pirate',
  name: 'Pirate',
  system_prompt: 'Talk like a pirate.',
  allowed_tools: [{ tool_name: 'calculator', description: 'Counts doubloons.' }],
};
const PLAIN = { id: 'plain', name: 'Plain', system_prompt: 'Be plain.' };
const question = { messages: [{ role: 'user', content: 'hi' }] };

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { PERSONALITIES_DIR: 'personalities', BODY_LIMIT: '65536', OPENAI_MODEL: 'gpt-4o-mini' },
    files: {
      'personalities/pirate.json': JSON.stringify(PIRATE),
      'personalities/plain.json': JSON.stringify(PLAIN),
    },
    simulator: { models: ['gpt-4o', 'org/model'] },
  });
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

const get = (path: string) => send(setup.service, `GET ${path}`);
const post = (path: string, body: unknown) => send(setup.service, `POST ${path}`, { body });

describe('POST /v1/chat/completions', () => {
  it('answers as the OpenAI API does', async () => {
    const { status, headers, body } = await post('/v1/chat/completions', question);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: expect.any(Number),
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello from the simulator.' },
          finish_reason: 'stop',
          logprobs: null,
        },
      ],
      usage: { total_tokens: expect.any(Number) },
    });
  });

  it('asks the model of the settings where the request names none', async () => {
    await post('/v1/chat/completions', question);
    expect(setup.upstream.requests[0]!.body.model).toBe('gpt-4o-mini');
  });

  it('refuses a personality that there is not', async () => {
    const { status, body } = await post('/v1/chat/completions', { ...question, personality_id: 'nobody' });
    expect(status).toBe(400);
    expect(body.error).toEqual({
      message: 'There is no personality "nobody".',
      type: 'invalid_request_error',
      param: 'personality_id',
      code: 'personality_not_found',
    });
  });

  it.each<[what: string, options: object, status: number, code: string]>([
    ['a body that is not JSON', { body: '{"messages": [' }, 400, 'invalid_body'],
    ['an empty body', { body: '' }, 400, 'invalid_body'],
    ['no body', {}, 400, 'invalid_type'],
    ['a body that is no object', { body: [1] }, 400, 'invalid_type'],
    [
      'another kind of body',
      { body: 'hi', headers: { 'content-type': 'text/xml' } },
      415,
      'unsupported_media_type',
    ],
    ['a body that is too large', { body: { x: 'x'.repeat(70_000) } }, 413, 'request_too_large'],
  ])('refuses %s', async (_, options, status, code) => {
    const answer = await send(setup.service, 'POST /v1/chat/completions', options);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      error: { message: expect.any(String), type: 'invalid_request_error', param: null, code },
    });
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/);
    expect(setup.upstream.requests).toHaveLength(0);
  });

  it('takes text of every script, in every field', async () => {
    const content = '你好 🌍 \u0000 \\ "quoted" \u2028';
    setup.upstream.enqueue({ reply: content });
    const { body } = await post('/v1/chat/completions', { messages: [{ role: 'user', content }] });
    expect(setup.upstream.requests[0]!.body.messages).toEqual([{ role: 'user', content }]);
    expect(body.choices[0].message.content).toBe(content);
  });
});

describe('models', () => {
  it('are listed, and described one by one', async () => {
    const { body } = await get('/v1/models');
    expect(body).toMatchObject({ object: 'list', data: [{ id: 'gpt-4o' }, { id: 'org/model' }] });
    expect((await get('/v1/models/gpt-4o')).body).toMatchObject({ id: 'gpt-4o', object: 'model' });
  });

  it('that there are not are a 404', async () => {
    const { status, body } = await get('/v1/models/gpt-0');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'model_not_found', param: 'model' });
  });

  it('may have a slash in their names, escaped or not', async () => {
    for (const path of ['/v1/models/org/model', '/v1/models/org%2Fmodel']) {
      expect((await get(path)).body).toMatchObject({ id: 'org/model' });
    }
  });

  it.each(['..%2F..%2Fadmin', '%2e%2e', 'a%3Fb=c'])(
    'are asked for by name, never by path: %s',
    async (id) => {
      expect((await get(`/v1/models/${id}`)).status).toBe(404);
      const asked = setup.upstream.requests.map(({ path }) => path);
      expect(asked.every((path) => path.startsWith('/v1/models/'))).toBe(true);
    },
  );
});

it('lists the personalities, and which tools they may use', async () => {
  expect((await get('/v1/personalities')).body).toEqual({
    object: 'list',
    data: [
      { id: 'pirate', object: 'personality', name: 'Pirate', allowed_tools: ['calculator'] },
      { id: 'plain', object: 'personality', name: 'Plain', allowed_tools: null },
    ],
  });
});

describe('tools', () => {
  it('are listed as a model is told of them', async () => {
    const { body } = await get('/v1/tools');
    expect(body).toMatchObject({
      object: 'list',
      data: [
        { name: 'calculator', source: 'builtin' },
        { name: 'current_time', source: 'builtin' },
      ],
    });
    expect(body.data[0]).toMatchObject({
      type: 'function',
      function: { name: 'calculator', description: expect.any(String), parameters: { type: 'object' } },
    });
  });

  it.each([
    [{ name: 'calculator', arguments: { expression: '12 * 7 + 3' } }],
    [{ tool_name: 'calculator', params: { expression: '12 * 7 + 3' } }],
  ])('can be called without a model: %j', async (call) => {
    const { status, body } = await post('/v1/tools/call', call);
    expect(status).toBe(200);
    expect(body).toEqual({
      object: 'tool.result',
      name: 'calculator',
      success: true,
      result: '87',
      duration_ms: expect.any(Number),
    });
    expect(setup.upstream.requests).toHaveLength(0);
  });

  it('without arguments need none', async () => {
    expect((await post('/v1/tools/call', { name: 'current_time' })).body).toMatchObject({ success: true });
  });

  it.each([
    [404, 'tool_not_found', 'name', { name: 'no_tool' }],
    [400, 'invalid_type', 'name', {}],
    [400, 'invalid_type', 'name', { name: 7 }],
    [400, 'invalid_type', 'arguments', { name: 'calculator', arguments: ['1 + 1'] }],
    [400, 'invalid_tool_arguments', 'arguments', { name: 'calculator', arguments: {} }],
    [400, 'invalid_tool_arguments', 'arguments', { name: 'calculator', arguments: { expression: 7 } }],
    [400, 'invalid_expression', null, { name: 'calculator', arguments: { expression: '1 +' } }],
    [400, 'invalid_type', null, ['calculator']],
  ])('answer a bad call with %i, %s, of the field %s: %j', async (status, code, param, call) => {
    const answer = await post('/v1/tools/call', call);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ code, param, type: 'invalid_request_error' });
  });
});

describe('MCP, where no server is configured', () => {
  it('has no tools', async () => {
    expect((await get('/v1/mcp/tools')).body).toEqual({ object: 'list', data: [], servers: [] });
  });

  it.each([
    { name: 'files__read', arguments: {} },
    { name: 'read', server: 'files' },
    // A tool of the server's own is no tool of an MCP server.
    { name: 'calculator', arguments: { expression: '1 + 1' } },
  ])('knows no tool to call: %j', async (call) => {
    const { status, body } = await post('/v1/mcp/call', call);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'tool_not_found', param: 'name' });
  });
});

describe('engines', () => {
  it('are listed with what they can do and how they are', async () => {
    const { body } = await get('/v1/engines/list');
    expect(body.object).toBe('list');
    expect(body.data).toMatchObject([
      {
        name: 'chat_engine',
        version: expect.any(String),
        description: expect.any(String),
        features: expect.arrayContaining(['personalities', 'streaming', 'tools']),
        status: 'up',
        is_current: true,
      },
    ]);
  });

  it('have one that is in force', async () => {
    const { body } = await get('/v1/engines/current');
    expect(body).toMatchObject({ name: 'chat_engine', epoch: 1 });
    expect(Date.parse(body.since as string)).toBeLessThanOrEqual(Date.now());
  });

  it('tell their health with what they depend on', async () => {
    const { body } = await get('/v1/engines/health');
    expect(body.engines.chat_engine).toMatchObject({
      status: 'up',
      dependencies: [
        { name: 'upstream', status: 'up', required: true, latency: expect.any(Number) },
        { name: 'memory', status: 'up', required: false },
        { name: 'conversation_log', status: 'up', required: true },
      ],
    });
  });

  it('stay as they are when the switch is to the one in force', async () => {
    const { status, body } = await post('/v1/engines/switch', {
      engine_name: 'chat_engine',
      reason: 'a test',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      old_engine: 'chat_engine',
      new_engine: 'chat_engine',
      epoch: 1,
      health: { status: 'up' },
      instances: [{ id: 'local', acknowledged: true }],
    });
  });

  it('tell who switched what, when and why', async () => {
    const { status, body } = await get('/v1/engines/history');
    expect(status).toBe(200);
    expect(body).toEqual({
      object: 'list',
      data: [
        {
          epoch: 1,
          timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
          old_engine: null,
          new_engine: 'chat_engine',
          reason: 'first start',
          by: null,
          rollout: null,
        },
      ],
    });
  });

  it.each([
    [404, 'engine_not_found', 'engine_name', { engine_name: 'no_engine' }],
    [404, 'engine_not_found', 'engine_name', { engine_name: 'no_engine', force: true }],
    [400, 'invalid_value', 'engine_name', {}],
    [400, 'invalid_value', 'force', { engine_name: 'chat_engine', force: 'yes' }],
  ])('answer a bad switch with %i, %s, of the field %s: %j', async (status, code, param, body) => {
    const answer = await post('/v1/engines/switch', body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ code, param });
  });

  it('name the field of a switch that there is not', async () => {
    const { status, body } = await post('/v1/engines/switch', { engine_name: 'chat_engine', engin: 'x' });
    expect(status).toBe(400);
    expect(JSON.stringify(body.error)).toContain('engin');
  });

  it('that are not healthy are not switched to unless that is forced', async () => {
    setup.upstream.rule({ on: 'models', match: () => true, behaviour: { error: { status: 500 } } });
    const refused = await post('/v1/engines/switch', { engine_name: 'chat_engine' });
    expect(refused.status).toBe(409);
    expect(refused.body.error).toMatchObject({ code: 'engine_unhealthy', param: 'engine_name' });
    const forced = await post('/v1/engines/switch', { engine_name: 'chat_engine', force: true });
    expect(forced.body).toMatchObject({ success: true, health: { status: 'down' } });
  });
});

describe('/docs', () => {
  const documented = [
    'POST /v1/chat/completions',
    'GET /v1/models',
    'GET /v1/models/{id}',
    'GET /v1/personalities',
    'GET /v1/tools',
    'POST /v1/tools/call',
    'GET /v1/mcp/tools',
    'POST /v1/mcp/call',
    'GET /v1/engines/list',
    'GET /v1/engines/current',
    'GET /v1/engines/health',
    'GET /v1/engines/history',
    'POST /v1/engines/switch',
    'GET /v1/engines/rollout',
    'POST /v1/engines/rollout',
    'POST /v1/engines/{name}/rebuild',
    'GET /v1/alerts',
    'GET /v1/alerts/history',
    'GET /v1/alerts/signals',
    'GET /v1/alerts/rules',
    'POST /v1/alerts/rules',
    'POST /v1/alerts/rules/preview',
    'GET /v1/alerts/rules/{id}',
    'PUT /v1/alerts/rules/{id}',
    'DELETE /v1/alerts/rules/{id}',
    'GET /v1/alerts/silences',
    'POST /v1/alerts/silences',
    'DELETE /v1/alerts/silences/{id}',
    'GET /v1/alerts/channels',
    'PUT /v1/alerts/channels',
    'POST /v1/alerts/channels/{id}/test',
    'POST /v1/alerts/{id}/ack',
    'GET /v1/conversations/{id}/messages',
    'GET /v1/conversations/{id}/memory',
    'DELETE /v1/conversations/{id}/memory',
    'POST /v1/dashboard/session',
    'GET /v1/dashboard/session',
    'DELETE /v1/dashboard/session',
    'GET /v1/performance/stats',
    'GET /v1/performance/recent',
    'GET /v1/performance/slowest',
    'GET /v1/performance/compare',
    'GET /v1/performance/requests/{id}',
    'GET /v1/performance/requests/{id}/contents',
    'DELETE /v1/performance/clear',
    'GET /v1/dashboard/realtime',
    'GET /v1/dashboard/series',
    'GET /v1/dashboard/events',
    'GET /metrics',
    'GET /healthz',
    'GET /readyz',
  ];
  /** Under `/v1/`, and yet for whoever has no key. */
  const open = ['POST /v1/dashboard/session', 'DELETE /v1/dashboard/session'];
  interface Operation {
    readonly responses: object;
    readonly security?: readonly object[];
    readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  }

  it('shows a page to whoever asks', async () => {
    const { status, headers, text } = await send(setup.service, 'GET /docs', { key: null });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('YYChat');
  });

  it('has every route as OpenAPI 3, each with its parameters, answers and whether it wants a key', async () => {
    const { status, body } = await send(setup.service, 'GET /docs-json', { key: null });
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.\d+\.\d+$/);
    expect(body.info).toMatchObject({ title: 'YYChat', version: expect.any(String) });
    const paths = body.paths as Record<string, Record<string, Operation>>;
    const routes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toEqual(documented.sort());
    for (const [path, operations] of Object.entries(paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const [method, { responses, parameters = [], security }] of Object.entries(operations)) {
        expect(Object.keys(responses)).not.toHaveLength(0);
        expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(inPath);
        const isGuarded = path.startsWith('/v1/') || path === '/metrics';
        const wantsKey = isGuarded && !open.includes(`${method.toUpperCase()} ${path}`);
        expect([path, security !== undefined]).toEqual([path, wantsKey]);
      }
    }
    const schemes = Object.keys(body.components.securitySchemes as object);
    expect(schemes).toEqual(Object.keys(paths['/v1/models']!['get']!.security![0]!));
  });
});

describe('health', () => {
  it('is told to whoever asks', async () => {
    const alive = await send(setup.service, 'GET /healthz', { key: null });
    expect([alive.status, alive.body]).toEqual([200, { status: 'ok' }]);
  });

  it('turns not ready while the upstream is down, and ready again by itself', async () => {
    const ready = () => send(setup.service, 'GET /readyz', { key: null });
    await eventually(async () => (await ready()).status === 200, 'ready', 15_000);
    expect((await ready()).body).toMatchObject({
      status: 'ready',
      engine: 'chat_engine',
      turns_in_flight: 0,
      dependencies: { upstream: { status: 'up', required: true } },
    });
    const restore = setup.upstream.rule({
      on: 'models',
      match: () => true,
      behaviour: { error: { status: 500 } },
    });
    await eventually(async () => (await ready()).status === 503, 'not ready', 15_000);
    expect((await ready()).body).toMatchObject({
      status: 'not_ready',
      dependencies: { upstream: { status: 'down', reason: 'it answers with status 500' } },
    });
    expect((await send(setup.service, 'GET /healthz')).status).toBe(200);
    restore();
    await eventually(async () => (await ready()).status === 200, 'ready again', 15_000);
  });
});

it.each([
  'GET /v1',
  'GET /v1/nothing',
  'GET /v1/chat/completions',
  'DELETE /v1/models',
  'PUT /v1/engines/switch',
  'POST /v1/chat/completions/',
  'GET /v1/../etc/passwd',
  'GET /__sim/requests',
])('has nothing at %s', async (route) => {
  const { status, body } = await send(setup.service, `${route}?secret=1`);
  expect(status).toBe(404);
  expect(body.error).toMatchObject({ type: 'not_found_error', code: 'unknown_url', param: null });
  expect(body.error.message).not.toContain('secret');
});
