import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { OtlpCollector, type SpanTree } from './support/otlp-collector.js';
import { startOverSimulator, UPSTREAM_KEY, type Setup } from './support/over-simulator.js';
import { asking, chat, getJson } from './support/raw-chat.js';
import { ADMIN_KEY } from './support/service.js';
import { TracingMcpServer } from './support/tracing-mcp-server.js';

const HEX_16 = /^(?!0+$)[\da-f]{16}$/;
const HEX_32 = /^(?!0+$)[\da-f]{32}$/;
const CLIENT_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLIENT_SPAN = '00f067aa0ba902b7';
const TRACEPARENT = `00-${CLIENT_TRACE}-${CLIENT_SPAN}-01`;
/** Said by users, models, tools and upstreams, and never to be found in a span. */
const SAID = 'xylophone';

let collector: OtlpCollector;
let mcp: TracingMcpServer;
let setup: Setup;
beforeAll(async () => {
  collector = await OtlpCollector.start();
  mcp = await TracingMcpServer.start();
  setup = await startOverSimulator({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=secret%20word',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    },
    files: { 'mcp.json': JSON.stringify({ mcpServers: { lab: { url: mcp.url } } }) },
  });
  await eventually(async () => {
    const { body } = await getJson(setup.service, '/v1/mcp/tools');
    return body.data.length === 1;
  }, 'the MCP server is connected');
});
afterAll(async () => {
  await setup.stop();
  await mcp.close();
  await collector.close();
});
beforeEach(() => setup.upstream.reset());

type Headers = Readonly<Record<string, string>>;

/** Takes a turn to its end. */
async function turn(body: object, headers: Headers = {}) {
  const answer = await chat(setup.service, body, { headers }).answer;
  const trace = await collector.traceOf(answer.headers['x-request-id'] as string);
  expectWellFormed(trace);
  return { answer, trace };
}

/** Ids as W3C says, one trace, children within their parents, and not a word of what was said. */
function expectWellFormed({ span, children }: SpanTree): void {
  expect([span.traceId, span.spanId]).toEqual([expect.stringMatching(HEX_32), expect.stringMatching(HEX_16)]);
  expect(span.end >= span.start).toBe(true);
  expect(Math.abs(Number(span.end / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  expect(collector.spans.filter(({ spanId }) => spanId === span.spanId)).toHaveLength(1);
  expect(span.status.message).toBe('');
  const all = JSON.stringify(span.attributes) + span.name;
  for (const word of [SAID, ADMIN_KEY, UPSTREAM_KEY]) expect(all).not.toContain(word);
  for (const child of children) {
    expect(child.span.traceId).toBe(span.traceId);
    expect(child.span.isParentRemote).toBe(false);
    expect(child.span.start >= span.start && child.span.end <= span.end).toBe(true);
    expectWellFormed(child);
  }
}

const names = (trees: readonly SpanTree[]) => trees.map(({ span }) => span.name);
const upstreamHeaders = () => setup.upstream.requests.map(({ headers }) => headers);
const milliseconds = ({ span }: SpanTree) => Number(span.end - span.start) / 1e6;

describe('a streamed turn with a conversation, a personality and tools', () => {
  let trace: SpanTree;
  let requestId: string;
  let sent: ReturnType<typeof upstreamHeaders>;
  let trees: Readonly<Record<string, SpanTree>>;
  beforeAll(async () => {
    setup.upstream.reset();
    setup.upstream.enqueue(
      {
        latency: 80,
        toolCalls: [
          { name: 'calculator', arguments: { expression: '1 + 1' } },
          { name: 'lab__look', arguments: { at: SAID } },
          { name: `no tool is called ${SAID}`, arguments: {} },
        ],
      },
      { firstChunk: 120, reply: `${SAID} it is` },
    );
    const body = asking(SAID, {
      stream: true,
      stream_options: { include_usage: true },
      conversation_id: 'conversation-1',
      user: SAID,
      personality_id: 'friendly',
    });
    const tracestate = 'vendor=opaque, bad member, other=1';
    const { answer, ...traced } = await turn(body, { traceparent: TRACEPARENT, tracestate });
    expect(answer.text).toContain('[DONE]');
    ({ trace } = traced);
    sent = upstreamHeaders();
    requestId = answer.headers['x-request-id'] as string;
    trees = Object.fromEntries(trace.children.map((tree) => [tree.span.name, tree]));
  });

  it('is a span of the trace of its client, with what the conventions ask for', () => {
    const { span } = trace;
    expect(span).toMatchObject({
      name: 'chat gpt-4.1',
      kind: 'server',
      traceId: CLIENT_TRACE,
      parentSpanId: CLIENT_SPAN,
      isParentRemote: true,
      traceState: 'vendor=opaque,other=1',
      status: { code: 'unset' },
      scope: 'yychat',
    });
    expect(span.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4.1',
      'gen_ai.request.stream': true,
      'gen_ai.response.model': 'gpt-4.1',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.input_tokens': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
      'gen_ai.usage.cache_read.input_tokens': expect.any(Number),
      'gen_ai.conversation.id': 'conversation-1',
      'yychat.request.id': requestId,
      'yychat.engine': 'chat_engine',
      'yychat.engine.epoch': 1,
      'yychat.memory': 'miss',
      'yychat.outcome': 'ok',
    });
    const first = span.attributes['gen_ai.response.time_to_first_chunk'] as number;
    expect(first).toBeGreaterThan(0.2);
    expect(first).toBeLessThan(milliseconds(trace) / 1_000);
  });

  it('comes from a resource that the standard variables add to', () => {
    expect(trace.span.resource).toMatchObject({
      'service.name': 'yychat',
      'service.version': expect.any(String),
      'service.instance.id': expect.any(String),
      'deployment.environment.name': 'test',
      'telemetry.sdk.language': 'nodejs',
    });
    expect(collector.headers[0]).toMatchObject({
      'content-type': 'application/x-protobuf',
      'x-collector-key': 'secret word',
    });
  });

  it('has its stages as children, in their order', () => {
    expect(names(trace.children)).toEqual([
      'personality_apply',
      'tool_schema_build',
      'memory_retrieval',
      'chat gpt-4.1',
      'tool_execution',
      'chat gpt-4.1',
      'memory_save',
    ]);
    for (const stage of ['personality_apply', 'tool_schema_build', 'memory_retrieval', 'memory_save']) {
      expect(trees[stage]).toMatchObject({ span: { kind: 'internal' }, children: [] });
    }
    expect(trees['memory_retrieval']?.span.attributes).toEqual({ 'yychat.memory': 'miss' });
  });

  it('has a client span for each call of the upstream, which is told of it', () => {
    const calls = trace.children.filter(({ span }) => span.kind === 'client');
    const upstream = new URL(setup.upstream.baseURL);
    for (const { span } of calls) {
      expect(span.attributes).toEqual({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4.1',
        'server.address': upstream.hostname,
        'server.port': Number(upstream.port),
        'http.response.status_code': 200,
      });
    }
    expect(milliseconds(calls[0]!)).toBeGreaterThan(75);
    expect(milliseconds(calls[1]!)).toBeGreaterThan(115);
    expect(sent.map(({ traceparent, tracestate }) => ({ traceparent, tracestate }))).toEqual(
      calls.map(({ span }) => ({
        traceparent: `00-${CLIENT_TRACE}-${span.spanId}-01`,
        tracestate: 'vendor=opaque,other=1',
      })),
    );
  });

  it('has a span for each call to a server tool, of which an MCP server is told', () => {
    const { children } = trees['tool_execution']!;
    const byName = Object.fromEntries(children.map(({ span }) => [span.name, span]));
    expect(Object.keys(byName).sort()).toEqual([
      'execute_tool calculator',
      'execute_tool lab__look',
      'execute_tool other',
    ]);
    expect(byName['execute_tool calculator']).toMatchObject({
      kind: 'internal',
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'calculator' },
      status: { code: 'unset' },
    });
    expect(byName['execute_tool other']).toMatchObject({
      attributes: { 'error.type': 'tool_failed' },
      status: { code: 'error' },
    });
    expect(mcp.metas).toEqual([
      {
        traceparent: `00-${CLIENT_TRACE}-${byName['execute_tool lab__look']?.spanId}-01`,
        tracestate: 'vendor=opaque,other=1',
      },
    ]);
  });

  it('is in the log by the same ids', async () => {
    const line = () =>
      setup.service
        .stdout()
        .split('\n')
        .find((one) => one.includes('turn complete') && one.includes(requestId));
    await eventually(() => line() !== undefined, 'the turn is logged');
    expect(JSON.parse(line()!)).toMatchObject({ trace_id: CLIENT_TRACE, span_id: trace.span.spanId });
  });
});

describe('a turn', () => {
  it.each([
    { what: 'no parent', headers: {} },
    { what: 'a parent that is none', headers: { traceparent: `00-${'0'.repeat(32)}-${CLIENT_SPAN}-01` } },
    {
      what: 'a parent with too many parts',
      headers: { traceparent: `${TRACEPARENT}-more`, tracestate: 'a=1' },
    },
  ])('with $what begins a trace of its own', async ({ headers }) => {
    const { trace } = await turn(asking(), headers);
    expect(trace.span).toMatchObject({ parentSpanId: '', traceState: '' });
    expect(trace.span.traceId).not.toBe(CLIENT_TRACE);
    const [call] = trace.children.filter(({ span }) => span.kind === 'client');
    expect(upstreamHeaders()[0]?.['traceparent']).toBe(`00-${trace.span.traceId}-${call?.span.spanId}-01`);
    expect(upstreamHeaders()[0]).not.toHaveProperty('tracestate');
  });

  it('is not recorded where its client does not record, and says so to the upstream', async () => {
    const headers = { traceparent: `00-${CLIENT_TRACE}-${CLIENT_SPAN}-00` };
    const exported = collector.spans.length;
    const { status } = await chat(setup.service, asking(), { headers }).answer;
    expect(status).toBe(200);
    expect(upstreamHeaders()[0]?.['traceparent']).toMatch(new RegExp(`^00-${CLIENT_TRACE}-[\\da-f]{16}-00$`));
    // One that is recorded would have come before it.
    await turn(asking());
    expect(collector.spans.slice(exported).filter(({ traceId }) => traceId === CLIENT_TRACE)).toEqual([]);
  });

  it('sends no other headers of its client on', async () => {
    await turn(asking(), { traceparent: TRACEPARENT, baggage: 'a=1', b3: '1', 'x-custom': '1' });
    for (const name of ['baggage', 'b3', 'x-custom']) expect(upstreamHeaders()[0]).not.toHaveProperty(name);
  });
});

describe('a turn that fails', () => {
  const upstreamError = { status: 503, code: 'overloaded', message: `no ${SAID} today` };

  it('before its answer has the error, and so has the call that failed', async () => {
    setup.upstream.enqueue({ error: upstreamError });
    const { answer, trace } = await turn(asking(SAID));
    expect(answer.status).toBe(503);
    expect(trace.span.status.code).toBe('error');
    expect(trace.span.attributes).toMatchObject({ 'error.type': 'overloaded', 'yychat.outcome': 'error' });
    expect(trace.span.attributes).not.toHaveProperty(['gen_ai.response.finish_reasons']);
    const call = trace.children.at(-1);
    expect(call?.span).toMatchObject({
      kind: 'client',
      status: { code: 'error' },
      attributes: { 'http.response.status_code': 503, 'error.type': 'overloaded' },
    });
  });

  it('because the upstream hangs up has no status of an answer', async () => {
    setup.upstream.enqueue({ refuse: true });
    const { trace } = await turn(asking(SAID));
    const call = trace.children.at(-1);
    expect(call?.span.attributes).toMatchObject({ 'error.type': 'upstream_unreachable' });
    expect(call?.span.attributes).not.toHaveProperty(['http.response.status_code']);
  });

  it('in the middle of its stream has the error', async () => {
    setup.upstream.enqueue({ chunks: 10, streamError: { afterChunks: 3, message: `no ${SAID}` } });
    const { answer, trace } = await turn(asking(SAID, { stream: true }));
    expect(answer.status).toBe(200);
    expect(trace.span.status.code).toBe('error');
    const call = trace.children.at(-1);
    expect(call?.span).toMatchObject({
      kind: 'client',
      status: { code: 'error' },
      attributes: { 'http.response.status_code': 200 },
    });
  });

  it('by a fault of the request does not blame a stage', async () => {
    const { answer, trace } = await turn(asking(SAID, { personality_id: 'nobody' }));
    expect(answer.status).toBe(400);
    expect(trace.span.attributes).toMatchObject({ 'error.type': 'personality_not_found' });
    expect(trace.children).toEqual([]);
  });
});

describe('a turn whose client goes away', () => {
  it.each([
    { stream: true, upstream: { chunks: 10_000, gap: 5 } },
    { stream: true, upstream: { silence: 'headers' as const } },
    { stream: false, upstream: { firstChunk: 60_000 } },
  ])('is marked as cancelled, not as failed: %j', async ({ stream, upstream }) => {
    setup.upstream.enqueue(upstream);
    const exported = collector.spans.length;
    const request = chat(setup.service, asking(SAID, { stream }));
    await setup.until(({ active }) => active === 1);
    if ('chunks' in upstream) await request.says('quick');
    request.leave();
    const find = () => collector.spans.slice(exported).find(({ kind }) => kind === 'server');
    await eventually(() => find() !== undefined, 'its span has come');
    const trace = await collector.traceOf(find()!.attributes['yychat.request.id'] as string);
    expectWellFormed(trace);
    const [call] = trace.children.filter(({ span }) => span.kind === 'client');
    for (const span of [trace.span, call!.span]) {
      expect(span.attributes).toMatchObject({ 'yychat.outcome': 'cancelled' });
      expect(span.attributes).not.toHaveProperty(['error.type']);
      expect(span.status.code).toBe('unset');
    }
  });
});
