import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { send } from './support/http.js';
import { CLIENT_KEY, keysJson, OPERATOR_KEY, roleKeys } from './support/keys.js';
import { makeDirectory, startService, type ServiceUnderTest } from './support/service.js';
import { TracingMcpServer } from './support/tracing-mcp-server.js';

let mcp: TracingMcpServer;
let service: ServiceUnderTest;
beforeAll(async () => {
  mcp = await TracingMcpServer.start();
  service = await startService(
    {
      DASHBOARD_DIR: await makeDirectory({ 'index.html': '<!doctype html><title>YYChat</title>' }),
      YYCHAT_API_KEYS_FILE: 'keys.json',
      MCP_CONFIG: 'mcp.json',
    },
    {
      'keys.json': keysJson(roleKeys),
      'mcp.json': JSON.stringify({ mcpServers: { eye: { url: mcp.url } } }),
    },
  );
});
afterAll(async () => {
  await service.stop();
  await mcp.close();
});

interface Asking {
  /** `null`: none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<unknown>;
  readonly body: string;
}

/** Without following what it is led to. Resolves as soon as the server has answered, whatever it was asked for. */
function raw(route: string, { key = OPERATOR_KEY, headers = {}, body = '' }: Asking = {}): Promise<Answer> {
  const [method, path] = route.split(' ');
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ hostname, port, path, method },
      headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
    });
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('upgrade', () => reject(new Error('upgraded')));
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('routes that have another address', () => {
  it.each([
    ['/static/dashboard.html', '/dashboard/'],
    ['/redoc', '/docs'],
    ['/openapi.json', '/docs-json'],
    ['/api/verify-memory/a%2Fb%20%E4%BD%A0', '/v1/conversations/a%2Fb%20%E4%BD%A0/memory?limit=5'],
    ['/api/dashboard/stats', '/v1/performance/stats'],
    ['/v1/dashboard/stats', '/v1/performance/stats'],
  ])('%s leads to %s, and says that it is deprecated', async (path, to) => {
    const { status, headers } = await raw(`GET ${path}`);
    expect([status, headers['location']]).toEqual([308, to]);
    expect(headers['deprecation']).toMatch(/^@\d+$/);
    expect(headers['link']).toBe(`<${to}>; rel="successor-version"`);
    const followed = await send(service, `GET ${path}`);
    expect(followed.status).toBe(200);
  });

  it('give nothing away to whoever has no key', async () => {
    expect((await raw('GET /v1/dashboard/stats', { key: null })).status).toBe(401);
    for (const path of ['/api/dashboard/stats', '/api/verify-memory/c']) {
      expect((await send(service, `GET ${path}`, { key: null })).status).toBe(401);
    }
    expect((await send(service, 'GET /api/dashboard/stats', { key: CLIENT_KEY })).status).toBe(403);
  });
});

describe('routes that are gone', () => {
  it.each([
    ['GET /ws/dashboard', 'route_moved', /Socket\.IO.*\/dashboard/],
    ['GET /ws/chat', 'route_moved', /POST \/v1\/chat\/completions/],
    ['GET /ws/status', 'route_moved', /\/readyz/],
    ['GET /monitoring/voice/metrics', 'route_moved', /audio.*\/v1\/performance\/stats/],
    ['GET /monitoring/connection/pool', 'route_moved', /\/metrics/],
    ['POST /v1/audio/speech', 'route_gone', /does not do audio/],
    ['DELETE /v1/audio/cache', 'route_gone', /does not do audio/],
    ['POST /v1/realtime/token', 'route_gone', /does not do audio/],
    ['POST /v1/realtime/tools/execute', 'route_moved', /POST \/v1\/tools\/call/],
    ['POST /v1/realtime/memory', 'route_moved', /conversation_id/],
  ])('%s answers 410, %s, and what to use now', async (route, code, advice) => {
    const { status, headers, body } = await raw(route);
    expect(status).toBe(410);
    const { error } = JSON.parse(body) as { error: Record<string, unknown> };
    expect(error).toMatchObject({ type: 'invalid_request_error', param: null, code });
    expect(error['message']).toContain(route);
    expect(error['message']).toMatch(advice);
    expect(headers['deprecation']).toMatch(/^@\d+$/);
    expect(headers['x-request-id']).toMatch(/^req_/);
  });

  it('say so before they read a body, whatever it is', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await raw('POST /v1/audio/transcriptions', { headers, body: '--x--' });
    expect([answer.status, answer.body]).toEqual([410, expect.stringContaining('route_gone')]);
  });

  it('need a key where everything does', async () => {
    expect((await raw('POST /v1/audio/speech', { key: null })).status).toBe(401);
    expect((await raw('GET /ws/dashboard', { key: null })).status).toBe(410);
  });

  it.each(['/ws/dashboard', '/ws/chat'])('refuse an upgrade at %s at once', async (path) => {
    const headers = {
      ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    };
    const { status, body } = await raw(`GET ${path}`, { key: null, headers });
    expect([status, body]).toEqual([410, expect.stringContaining('route_moved')]);
  });
});

describe('requests of another shape', () => {
  it.each([
    { tool_name: 'look', mcp_server: 'eye', params: {} },
    { service_name: 'eye', method_name: 'look', params: {} },
  ])('call a tool of an MCP server: %j', async (body) => {
    await eventually(
      async () => (await send(service, 'GET /v1/mcp/tools')).body.data.length === 1,
      'the MCP server is connected',
    );
    const answer = await send(service, 'POST /v1/mcp/call', { body });
    expect(answer.body).toMatchObject({ name: 'eye__look', success: true, result: 'seen' });
  });

  it('switch the engine that the query names', async () => {
    // As a client does that says it of every request.
    const headers = { 'content-type': 'application/json' };
    const switched = await send(service, 'POST /v1/engines/switch?engine_name=mem0_proxy', { headers });
    expect(switched.body).toMatchObject({
      success: true,
      old_engine: 'chat_engine',
      new_engine: 'mem0_proxy',
    });
    const wrong = await send(service, 'POST /v1/engines/switch?engine=chat_engine');
    expect([wrong.status, wrong.body.error.param]).toEqual([400, 'engine_name']);
  });
});
