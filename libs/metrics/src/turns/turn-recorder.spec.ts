import { describe, expect, it } from '@jest/globals';
import { CancelledError, UpstreamTimeoutError, type EngineEvent } from '@yychat/engine-core';
import { KitClock } from '../testing/kit-clock.js';
import { runTurn, type TurnSpec } from '../testing/run-turn.js';
import type { FinishedTurn } from './finished-turn.js';
import { packTurn, unpackTurn } from './packed-turn.js';
import { TurnRecorder } from './turn-recorder.js';
import { turnDetail, turnRecord } from './turn-record.js';
import type { TurnEvent, TurnFailure } from './turn-events.js';

const clock = new KitClock();

function recorder() {
  const turns: FinishedTurn[] = [];
  const sinks = [{ record: (turn: FinishedTurn) => void turns.push(turn) }];
  return {
    turns,
    recorder: new TurnRecorder({ clock, sinks, costOf: (model) => (model === 'free' ? 0 : null) }),
  };
}

function recorded(spec: TurnSpec): FinishedTurn {
  const { turns, recorder: recording } = recorder();
  runTurn(recording, spec);
  expect(turns).toHaveLength(1);
  return turns[0]!;
}

function ended(events: readonly TurnEvent[], error?: TurnFailure, stream = true): FinishedTurn {
  const { turns, recorder: recording } = recorder();
  const turn = { id: 'r', model: 'free', stream, useTools: true };
  const meter = recording.onTurn({ turn, engine: 'chat_engine', epoch: 4, queue: 100 });
  for (const event of events) meter.onEvent(event);
  meter.onEnd(2_000, error);
  return turns[0]!;
}

const stage = (name: 'openai_api' | 'first_chunk' | 'memory_retrieval', start: number, duration: number) =>
  ({ type: 'stage-end', stage: name, start, duration }) as const;
const usage = (tokens: number): TurnEvent => ({
  type: 'usage',
  usage: { prompt_tokens: 10, completion_tokens: tokens, total_tokens: 10 + tokens },
});
const end = (steps = 1, finishReason = 'stop'): TurnEvent => ({ type: 'turn-end', finishReason, steps });

describe('a recorded turn', () => {
  it('has all fields of the contract, in seconds', () => {
    const turn = recorded({
      id: 'req_1',
      total: 1.5,
      queue: 0.25,
      conversationId: 'c',
      memory: 'hit',
      cacheHit: true,
      stages: { memory_retrieval: 0.5, openai_api: 0.75, first_chunk: 0.6 },
      tools: ['calculator'],
      tokens: { input: 100, output: 4, cached: 60 },
    });
    expect(turnRecord(turn)).toEqual({
      request_id: 'req_1',
      timestamp: new Date(clock.now() - 1_500).toISOString(),
      engine: 'chat_engine',
      epoch: 1,
      conversation_id: 'c',
      personality_id: null,
      model: 'gpt-4.1',
      stream: true,
      use_tools: true,
      tool_called: true,
      status: 'ok',
      error_type: null,
      queue: 0.25,
      memory_retrieval: 0.5,
      personality_apply: null,
      tool_schema_build: null,
      openai_api: 0.75,
      first_chunk: 0.6,
      tool_execution: null,
      memory_save: null,
      total: 1.5,
      time_per_output_token: expect.closeTo(0.05, 9),
      memory_cache_hit: true,
      tokens_in: 100,
      tokens_out: 4,
      tokens_cached: 60,
      cost: null,
    });
  });

  it('holds nothing of what was said', () => {
    const secret = 'SECRET';
    const call = { id: secret, type: 'function', function: { name: 'f', arguments: secret } } as const;
    const events: EngineEvent[] = [
      { type: 'tool-call', step: 0, call },
      { type: 'tool-result', step: 0, callId: secret, name: 'f', ok: true, content: secret, duration: 1 },
    ];
    const { turns, recorder: recording } = recorder();
    const turn = {
      id: 'r',
      model: 'm',
      stream: true,
      useTools: true,
      messages: [{ role: 'user', content: secret }],
    };
    const meter = recording.onTurn({ turn, engine: 'e', epoch: 1 });
    for (const event of events) meter.onEvent(event as TurnEvent);
    meter.onEnd(5, new UpstreamTimeoutError(secret));
    expect(JSON.stringify(turns)).not.toContain(secret);
  });

  it('says of the cache what the cache said, and nothing where it was not asked', () => {
    expect(recorded({ total: 1, memory: 'hit', cacheHit: false }).cacheHit).toBe(false);
    expect(recorded({ total: 1, memory: 'hit' }).cacheHit).toBeNull();
  });

  it('adds up what a turn did more than once', () => {
    const turn = ended([stage('openai_api', 0, 300), stage('openai_api', 400, 500), end(2)]);
    expect(turn.times.openai_api).toBeCloseTo(0.8, 9);
    expect(turn.stages.map(({ start, duration }) => [start, duration])).toEqual([
      [0.1, 0.3],
      [0.5, 0.5],
    ]);
  });

  it('has a time per token only of a streamed answer in one piece', () => {
    const answer = [stage('first_chunk', 0, 400), stage('openai_api', 100, 1_300)];
    expect(ended([...answer, usage(11), end()]).times.time_per_output_token).toBeCloseTo(0.1, 9);
    expect(ended([...answer, usage(11), end(2)]).times.time_per_output_token).toBeUndefined();
    expect(ended([...answer, usage(1), end()]).times.time_per_output_token).toBeUndefined();
    expect(ended([...answer, end()]).times.time_per_output_token).toBeUndefined();
  });

  it('has no first chunk of an answer that was not streamed', () => {
    const turn = ended([stage('first_chunk', 0, 400), stage('openai_api', 0, 400), end()], undefined, false);
    expect([turn.times.first_chunk, turn.times.time_per_output_token]).toEqual([undefined, undefined]);
    expect(turn.stages.map((it) => it.stage)).toEqual(['openai_api']);
  });

  it('tells failed turns from those whose client left, and has their stages', () => {
    const error = new UpstreamTimeoutError('too late');
    error.stages = [{ stage: 'memory_retrieval', start: 0, duration: 80 }];
    const failed = ended([], error);
    expect([failed.outcome, failed.errorType, failed.times.memory_retrieval]).toEqual([
      'error',
      'upstream_timeout',
      0.08,
    ]);
    const left = ended([], new CancelledError());
    expect([left.outcome, left.errorType]).toEqual(['cancelled', 'cancelled']);
  });

  it('has a name for an error whose code is a text', () => {
    const failure = { code: 'Your prompt "hello" is too long', type: 'invalid_request_error', stages: [] };
    expect(ended([], failure).errorType).toBe('invalid_request_error');
    expect(ended([], { ...failure, type: 'no name either' }).errorType).toBe('other');
  });

  it('knows that a tool of the client was called', () => {
    expect(ended([end(1, 'tool_calls')]).toolCalled).toBe(true);
    expect(ended([end()]).toolCalled).toBe(false);
  });

  it('bears what upstreams may say of tokens', () => {
    const odd = { prompt_tokens: null, completion_tokens: -3, total_tokens: 0, prompt_tokens_details: null };
    const turn = ended([{ type: 'usage', usage: odd as never }, end()]);
    expect(turn.tokens).toEqual({ input: 0, output: 0, cached: 0 });
  });

  it('has a cost where the price is known', () => {
    expect(ended([usage(3), end()]).cost).toBe(0);
    expect(ended([end()]).cost).toBeNull();
  });

  it('does not grow with the number of its steps', () => {
    const steps = Array.from({ length: 500 }, (_, i) => stage('openai_api', i, 1));
    const turn = ended([...steps, end(500)]);
    expect(turn.stages.length).toBeLessThanOrEqual(64);
    expect(turn.times.openai_api).toBeCloseTo(0.5, 9);
  });
});

describe('a packed turn', () => {
  const turn = recorded({
    id: 'req_1',
    total: 1.5,
    queue: 0.25,
    memory: 'timeout',
    cacheHit: false,
    stages: { memory_retrieval: 0.5, openai_api: 0.75 },
    tools: ['calculator'],
    tokens: { input: 100, output: 4 },
    error: 'upstream_timeout',
  });

  it('comes back as it was', () => {
    expect(unpackTurn(packTurn(turn))).toEqual(turn);
    expect(turnDetail(unpackTurn(packTurn(turn))!)).toEqual(turnDetail(turn));
  });

  it('takes some 300 bytes', () => {
    expect(packTurn(turn).length).toBeLessThan(400);
  });

  it('is left out when it cannot be read', () => {
    for (const text of ['', 'null', '[]', '{"v":2}', '{"v":1}', '{'])
      expect(unpackTurn(text)).toBeUndefined();
  });

  it('shows the queue as the first stage', () => {
    expect(turnDetail(turn).stages[0]).toEqual({ stage: 'queue', start: 0, duration: 0.25 });
  });
});
