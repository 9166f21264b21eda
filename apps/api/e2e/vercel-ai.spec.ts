import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { APICallError, generateText, isStepCount, Output, streamText, tool, type LanguageModel } from 'ai';
import { z } from 'zod';
import { collect, rejection } from './support/collect.js';
import { ENGINE_UNDER_TEST, startOverSimulator, type Setup } from './support/over-simulator.js';
import { ADMIN_KEY } from './support/service.js';

const prompt = 'How warm is it in Oslo?';
const weatherCall = { id: 'call_weather', name: 'weather', arguments: { city: 'Oslo' } };
const sum = { id: 'call_sum', name: 'calculator', arguments: { expression: '12 * 7 + 3' } };
const weather = tool({
  description: 'Weather',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => ({ city, degrees: 12 }),
});

let setup: Setup;
let model: LanguageModel;
const connect = (apiKey: string) =>
  createOpenAICompatible({
    name: 'yychat',
    baseURL: setup.service.baseURL,
    apiKey,
    includeUsage: true,
    supportsStructuredOutputs: true,
  }).chatModel('gpt-4.1');

beforeAll(async () => {
  setup = await startOverSimulator();
  model = connect(ADMIN_KEY);
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

const received = () => setup.turns().map(({ body }) => body);
const lastMessages = () => received().at(-1)!.messages!;

describe('generateText', () => {
  it('gives the text, why it ended, and the usage', async () => {
    const usage = {
      prompt_tokens: 11,
      completion_tokens: 4,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 6 },
    };
    setup.upstream.enqueue({ reply: 'Twelve degrees.', usage });
    const result = await generateText({ model, instructions: 'Be brief.', prompt });
    expect(result.text).toBe('Twelve degrees.');
    expect(result.finishReason).toBe('stop');
    expect(result.usage).toMatchObject({ inputTokens: 11, outputTokens: 4, totalTokens: 15 });
    expect(result.usage.inputTokenDetails.cacheReadTokens).toBe(6);
    expect(result.finalStep.response.modelId).toBe('gpt-4.1');
    expect(result.finalStep.response.headers).toMatchObject({ 'x-yychat-engine': ENGINE_UNDER_TEST });
    expect(lastMessages()).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: prompt },
    ]);
  });

  it('gives the reasoning apart from the text', async () => {
    setup.upstream.enqueue({
      reply: 'Twelve.',
      extra: { delta: { reasoning_content: 'They want a number.' } },
    });
    const { text, finalStep } = await generateText({ model, prompt });
    expect([finalStep.reasoningText, text]).toEqual(['They want a number.', 'Twelve.']);
  });

  it('gives an object of the schema that was asked for', async () => {
    setup.upstream.enqueue({ reply: '{"degrees": 12}' });
    const output = Output.object({ schema: z.object({ degrees: z.number() }) });
    const result = await generateText({ model, prompt, output });
    expect(result.output).toEqual({ degrees: 12 });
    expect(received()[0]!['response_format']).toMatchObject({
      type: 'json_schema',
      json_schema: { schema: { properties: { degrees: { type: 'number' } } } },
    });
  });

  it('hands the fields of the service over as options of the provider', async () => {
    await generateText({ model, prompt, providerOptions: { yychat: { use_tools: false, top_k: 40 } } });
    expect(received()[0]).toMatchObject({ top_k: 40 });
    expect(received()[0]).not.toHaveProperty('tools');
    expect(received()[0]).not.toHaveProperty('use_tools');
  });

  it("runs the client's tools over several steps", async () => {
    setup.upstream.enqueue({ toolCalls: [weatherCall] }, { reply: 'It is 12 degrees.' });
    const result = await generateText({ model, prompt, tools: { weather }, stopWhen: isStepCount(5) });
    expect(result.text).toBe('It is 12 degrees.');
    expect(result.steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
    expect(result.steps[0]!.toolResults).toMatchObject([
      { toolCallId: 'call_weather', output: { city: 'Oslo', degrees: 12 } },
    ]);
    expect(lastMessages().at(-1)).toEqual({
      role: 'tool',
      tool_call_id: 'call_weather',
      content: '{"city":"Oslo","degrees":12}',
    });
  });

  it("does not see the server's tools at work", async () => {
    setup.upstream.enqueue(
      { toolCalls: [sum], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } },
      { reply: 'It is 87.', usage: { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27 } },
    );
    const result = await generateText({ model, prompt });
    expect(result.text).toBe('It is 87.');
    expect(result.toolCalls).toEqual([]);
    expect(result.steps).toHaveLength(1);
    expect(result.usage).toMatchObject({ inputTokens: 30, outputTokens: 12, totalTokens: 42 });
    expect(lastMessages().at(-1)).toMatchObject({ role: 'tool', content: '87' });
  });

  it('works with tools of both sides in one turn', async () => {
    setup.upstream.enqueue({ toolCalls: [sum, weatherCall] }, { reply: '87 and 12 degrees.' });
    const result = await generateText({ model, prompt, tools: { weather }, stopWhen: isStepCount(5) });
    expect(result.text).toBe('87 and 12 degrees.');
    expect(result.steps[0]!.toolCalls.map(({ toolName }) => toolName)).toEqual(['weather']);
    expect(lastMessages().slice(1)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'call_sum' }, { id: 'call_weather' }] },
      { role: 'tool', tool_call_id: 'call_sum', content: '87' },
      { role: 'tool', tool_call_id: 'call_weather' },
    ]);
  });

  it('ends the call upstream when it is aborted', async () => {
    setup.upstream.enqueue({ silence: 'headers' });
    const abort = new AbortController();
    const failed = rejection(generateText({ model, prompt, abortSignal: abort.signal }));
    await setup.until((counts) => counts.requests === 1);
    abort.abort();
    expect(await failed).toMatchObject({ name: 'AbortError' });
    await setup.until((counts) => counts.aborted === 1 && counts.active === 0);
  });
});

describe('streamText', () => {
  it('gives the text piece by piece, and at the end the usage', async () => {
    setup.upstream.enqueue({
      reply: ['Twelve ', 'degrees.'],
      usage: { prompt_tokens: 11, completion_tokens: 4, total_tokens: 15 },
    });
    const result = streamText({ model, prompt });
    expect(await collect(result.textStream)).toEqual(['Twelve ', 'degrees.']);
    expect(await result.finishReason).toBe('stop');
    expect(await result.usage).toMatchObject({ inputTokens: 11, outputTokens: 4, totalTokens: 15 });
  });

  it("runs the client's tools over several steps, with input that comes in pieces", async () => {
    setup.upstream.enqueue({ toolCalls: [weatherCall] }, { reply: 'It is 12 degrees.' });
    const result = streamText({ model, prompt, tools: { weather }, stopWhen: isStepCount(5) });
    const parts = await collect(result.stream);
    const pieces = parts.flatMap((part) => (part.type === 'tool-input-delta' ? [part.delta] : []));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('{"city":"Oslo"}');
    expect(await result.text).toBe('It is 12 degrees.');
    expect((await result.steps).map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
  });

  it('works with tools of both sides in one turn, one after the other', async () => {
    setup.upstream.enqueue({ toolCalls: [sum] }, { toolCalls: [weatherCall] }, { reply: '87 and 12.' });
    const result = streamText({ model, prompt, tools: { weather }, stopWhen: isStepCount(5) });
    expect(await result.text).toBe('87 and 12.');
    expect(await result.steps).toHaveLength(2);
    expect(
      lastMessages()
        .map(({ tool_call_id: id }) => id)
        .filter(Boolean),
    ).toEqual(['call_sum', 'call_weather']);
  });

  it('ends the call upstream when it is aborted', async () => {
    setup.upstream.enqueue({ chunks: 1_000, gap: 20 });
    const abort = new AbortController();
    const result = streamText({ model, prompt, abortSignal: abort.signal });
    const types: string[] = [];
    for await (const { type } of result.stream) {
      types.push(type);
      if (type === 'text-delta') abort.abort();
    }
    expect(types.at(-1)).toBe('abort');
    await setup.until((counts) => counts.aborted === 1 && counts.active === 0);
  });

  it('reports a stream that breaks off as an error', async () => {
    setup.upstream.enqueue({ reply: ['Twelve ', 'degrees.'], cut: { afterChunks: 1 } });
    const result = streamText({ model, prompt, onError: () => undefined });
    const parts = await collect(result.stream);
    expect(parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : []))).toEqual(['Twelve ']);
    const error = parts.find((part) => part.type === 'error');
    expect(JSON.stringify(error)).toContain('cut the connection');
    expect(await result.finishReason).toBe('error');
  });
});

describe('APICallError', () => {
  const refused = (of: LanguageModel) => rejection(generateText({ model: of, prompt, maxRetries: 0 }));

  it('has the status for a wrong key', async () => {
    const error = await refused(connect('wrong'));
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      statusCode: 401,
      message: 'Incorrect API key provided.',
      isRetryable: false,
    });
  });

  it.each([
    [400, false],
    [429, true],
    [503, true],
  ])('has the status that the upstream gave: %i (retryable: %s)', async (status, isRetryable) => {
    setup.upstream.enqueue({ error: { status, message: 'As scripted.', headers: { 'retry-after': '3' } } });
    const error = await refused(model);
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: status, message: 'As scripted.', isRetryable });
    expect((error as APICallError).responseHeaders).toMatchObject({
      'x-request-id': expect.stringMatching(/^req_/),
      ...(isRetryable && { 'retry-after': '3' }),
    });
  });

  it('has 502 where the upstream cannot be reached', async () => {
    setup.upstream.enqueue({ refuse: true });
    expect(await refused(model)).toMatchObject({ statusCode: 502, isRetryable: true });
  });
});
