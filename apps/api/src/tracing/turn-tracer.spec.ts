import { beforeEach, describe, expect, it } from '@jest/globals';
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace';
import { EngineError, systemClock, type Stage, type Turn } from '@yychat/engine-core';
import type { TurnContext, TurnObserver } from '../chat/turn-listener.js';
import { readableSpan, type FinishedSpan } from './span.js';
import { TurnTracer } from './turn-tracer.js';

const EPOCH = 1_790_000_000_000;
/** What `monotonic` says where the stages of a turn begin to count. */
const BEGUN = 5_000;

let now: number;
let spans: FinishedSpan[];
let tracer: TurnTracer;
let observer: TurnObserver;
let context: TurnContext;
beforeEach(() => {
  now = BEGUN;
  spans = [];
  let ids = 0;
  tracer = new TurnTracer({
    clock: { ...systemClock, now: () => EPOCH + (now - BEGUN), monotonic: () => now },
    sampler: new AlwaysOnSampler(),
    ids: { generateTraceId: () => 'f'.repeat(32), generateSpanId: () => String(++ids).padStart(16, '0') },
    propagates: true,
    upstream: { provider: 'openai', address: 'upstream', port: 443 },
    sink: (span) => spans.push(span),
  });
  begin();
});

function begin(changes: Partial<Turn> = {}): void {
  const turn: Turn = {
    id: 'req_1',
    tenant: 'default',
    model: 'gpt-4.1',
    messages: [],
    stream: false,
    useTools: true,
    options: {},
    ...changes,
  };
  const principal = { name: 'me', role: 'client', tenant: 'default' } as const;
  const trace = tracer.begin({});
  context = { turn, engine: 'test', epoch: 1, principal, queue: 2, trace };
  observer = tracer.onTurn(context);
}

const stage = (name: Stage, start: number, duration: number) =>
  observer.onEvent({ type: 'stage-end', stage: name, start, duration });
const call = (name: string, step = 0) =>
  observer.onEvent({
    type: 'tool-call',
    step,
    call: { id: 'call', type: 'function', function: { name, arguments: '{}' } },
  });
const result = (name: string, duration: number, ok = true, step = 0) =>
  observer.onEvent({ type: 'tool-result', step, callId: 'call', name, ok, content: 'told', duration });
const failure = (code: string) => new EngineError('Said.', { status: 502, code, type: 'upstream_error' });

/** Name, start, end (from where stages count) and how it went, of each span. */
const seen = () =>
  spans.map(({ name, start, end, hasFailed, attributes }) => [
    name,
    start - EPOCH,
    end - EPOCH,
    hasFailed ? attributes['error.type'] : (attributes['yychat.outcome'] ?? ''),
  ]);

describe('the spans of a turn', () => {
  it('have the times that its events tell, from the arrival of the request on', () => {
    stage('memory_retrieval', 1, 4);
    now = BEGUN + 6;
    context.trace?.modelCall();
    stage('first_chunk', 0, 15);
    stage('openai_api', 6, 20);
    stage('memory_save', 27, 3);
    observer.onEvent({ type: 'turn-end', finishReason: 'stop', steps: 1 });
    observer.onEnd(33, undefined);
    expect(seen()).toEqual([
      ['chat gpt-4.1', -2, 31, 'ok'],
      ['memory_retrieval', 1, 5, ''],
      ['chat gpt-4.1', 6, 26, ''],
      ['memory_save', 27, 30, ''],
    ]);
  });

  it('lie within their parents, however coarse the clocks', () => {
    stage('openai_api', -5, 500);
    observer.onEnd(10, undefined);
    expect(seen()).toEqual([
      ['chat gpt-4.1', -2, 8, 'ok'],
      ['chat gpt-4.1', -2, 8, ''],
    ]);
  });

  it('put the tools of each step where they ran', () => {
    for (const step of [0, 1]) {
      call('a', step);
      call('b', step);
      now = BEGUN + 10 + step * 20;
      context.trace?.toolCall();
      now += 1;
      context.trace?.toolCall();
      result('a', 5, true, step);
      result('b', 6, false, step);
      stage('tool_execution', 9 + step * 20, 11);
    }
    observer.onEnd(100, undefined);
    const [, first, , , second] = spans;
    expect(seen().slice(1)).toEqual([
      ['tool_execution', 9, 20, ''],
      ['execute_tool a', 10, 15, ''],
      ['execute_tool b', 11, 17, 'tool_failed'],
      ['tool_execution', 29, 40, ''],
      ['execute_tool a', 30, 35, ''],
      ['execute_tool b', 31, 37, 'tool_failed'],
    ]);
    expect(spans.map(({ parent }) => parent?.spanId)).toEqual([
      undefined,
      ...[context.trace?.context.spanId, first?.context.spanId, first?.context.spanId],
      ...[context.trace?.context.spanId, second?.context.spanId, second?.context.spanId],
    ]);
  });

  it('are made for an engine that asks for no headers, too', () => {
    call('a');
    result('a', 5);
    stage('openai_api', 0, 10);
    stage('tool_execution', 10, 6);
    observer.onEnd(20, undefined);
    expect(seen().slice(1)).toEqual([
      ['chat gpt-4.1', 0, 10, ''],
      ['tool_execution', 10, 16, ''],
      ['execute_tool a', 10, 15, ''],
    ]);
  });

  it('have the failure where the turn was broken off', () => {
    stage('openai_api', 0, 5);
    call('slow');
    now = BEGUN + 6;
    context.trace?.toolCall();
    stage('tool_execution', 6, 4);
    observer.onEnd(20, failure('shutting_down'));
    expect(seen()).toEqual([
      ['chat gpt-4.1', -2, 18, 'shutting_down'],
      ['chat gpt-4.1', 0, 5, ''],
      ['tool_execution', 6, 10, 'shutting_down'],
      ['execute_tool slow', 6, 10, 'shutting_down'],
    ]);
  });

  it('have the stages that an error brings', () => {
    const error = failure('overloaded');
    error.stages = [
      { stage: 'memory_retrieval', start: 0, duration: 1 },
      { stage: 'openai_api', start: 1, duration: 3 },
    ];
    observer.onEnd(10, error);
    expect(seen()).toEqual([
      ['chat gpt-4.1', -2, 8, 'overloaded'],
      ['memory_retrieval', 0, 1, ''],
      ['chat gpt-4.1', 1, 4, 'overloaded'],
    ]);
  });

  it('have a call that nobody waited for, as cancelled', () => {
    now = BEGUN + 3;
    context.trace?.modelCall().answered(200);
    observer.onEnd(10, failure('cancelled'));
    expect(seen()).toEqual([
      ['chat gpt-4.1', -2, 8, 'cancelled'],
      ['chat gpt-4.1', 3, 8, 'cancelled'],
    ]);
    expect(spans[1]?.attributes).toMatchObject({ 'http.response.status_code': 200 });
  });

  it('blame no stage for what failed after them', () => {
    stage('openai_api', 0, 5);
    observer.onEvent({ type: 'turn-end', finishReason: 'stop', steps: 1 });
    observer.onEnd(10, failure('internal_error'));
    expect(seen().map(([, , , how]) => how)).toEqual(['internal_error', '']);
  });

  it('take only names and numbers from upstreams, however odd', () => {
    begin({ model: 'm'.repeat(500) });
    const odd = { prompt_tokens: 'many', completion_tokens: 1.5, prompt_tokens_details: null };
    observer.onEvent({ type: 'usage', usage: odd as never });
    observer.onEvent({ type: 'message-start', memory: 'off', memories: 0, tools: [], model: 7 as never });
    observer.onEnd(10, failure('a whole sentence'));
    expect(spans[0]?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'm'.repeat(128),
      'gen_ai.request.stream': false,
      'yychat.request.id': 'req_1',
      'yychat.engine': 'test',
      'yychat.engine.epoch': 1,
      'yychat.memory': 'off',
      'yychat.outcome': 'error',
      'error.type': 'upstream_error',
    });
  });

  it('are few, whatever an engine says', () => {
    for (let i = 0; i < 10_000; i++) {
      call('a', i);
      stage('tool_execution', 0, 1);
      context.trace?.modelCall();
    }
    observer.onEnd(10, undefined);
    expect(spans.length).toBeLessThan(1_000);
  });
});

describe('the time of a span', () => {
  it.each([
    [EPOCH + 999.999_8, [1_790_000_000, 999_999_800]],
    [EPOCH + 1_000, [1_790_000_001, 0]],
    [EPOCH + 0.25, [1_790_000_000, 250_000]],
  ])('%d is whole seconds, and nanoseconds below one', (end, expected) => {
    observer.onEnd(10, undefined);
    const origin = { resource: undefined as never, scope: { name: 'yychat', version: '1' } };
    const span = readableSpan({ ...spans[0]!, start: EPOCH, end }, origin);
    expect(span.endTime[0]).toBe(expected[0]);
    expect(Math.abs(span.endTime[1] - expected[1]!)).toBeLessThan(500);
    expect(span.endTime[1]).toBeLessThan(1e9);
    expect(span.duration[1]).toBeGreaterThanOrEqual(0);
  });
});
