import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HumanMessage, SystemMessage, ToolMessage, type AIMessageChunk } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, type ChatOpenAIFields } from '@langchain/openai';
import { z } from 'zod';
import { collect, rejection } from './support/collect.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { ADMIN_KEY } from './support/service.js';

const question = 'How warm is it in Oslo?';
const weatherCall = { id: 'call_weather', name: 'weather', arguments: { city: 'Oslo' } };
const sum = { id: 'call_sum', name: 'calculator', arguments: { expression: '12 * 7 + 3' } };
const weather = tool(({ city }) => `${city}: 12 degrees`, {
  name: 'weather',
  description: 'Weather',
  schema: z.object({ city: z.string() }),
});

let setup: Setup;
let model: ChatOpenAI;
const connect = (fields: ChatOpenAIFields = {}) =>
  new ChatOpenAI({
    model: 'gpt-4.1',
    apiKey: ADMIN_KEY,
    maxRetries: 0,
    configuration: { baseURL: setup.service.baseURL },
    ...fields,
  });

beforeAll(async () => {
  setup = await startOverSimulator();
  model = connect();
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

const received = () => setup.turns().map(({ body }) => body);
const lastMessages = () => received().at(-1)!.messages!;

describe('ChatOpenAI', () => {
  it('invokes, with text and usage', async () => {
    setup.upstream.enqueue({
      reply: 'Twelve degrees.',
      usage: { prompt_tokens: 11, completion_tokens: 4, total_tokens: 15 },
    });
    const answer = await model.invoke([new SystemMessage('Be brief.'), new HumanMessage(question)]);
    expect(answer.content).toBe('Twelve degrees.');
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 11, output_tokens: 4, total_tokens: 15 });
    expect(answer.response_metadata).toMatchObject({ finish_reason: 'stop', model_name: 'gpt-4.1' });
    expect(lastMessages()).toMatchObject([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: question },
    ]);
  });

  it('streams piece by piece, and sums up to one message with usage', async () => {
    setup.upstream.enqueue({
      reply: ['Twelve ', 'degrees.'],
      usage: { prompt_tokens: 11, completion_tokens: 4, total_tokens: 15 },
    });
    const chunks = await collect(await model.stream(question));
    expect(chunks.map(({ content }) => content).filter(Boolean)).toEqual(['Twelve ', 'degrees.']);
    const whole = chunks.reduce<AIMessageChunk | undefined>(
      (all, chunk) => all?.concat(chunk) ?? chunk,
      undefined,
    );
    expect(whole!.usage_metadata).toMatchObject({ input_tokens: 11, output_tokens: 4, total_tokens: 15 });
    expect(whole!.response_metadata).toMatchObject({ finish_reason: 'stop' });
  });

  it('answers a batch, each with its own', async () => {
    setup.upstream.rule({
      match: ({ body }) => JSON.stringify(body.messages).includes('one'),
      behaviour: { reply: '1' },
    });
    setup.upstream.rule({
      match: ({ body }) => JSON.stringify(body.messages).includes('two'),
      behaviour: { reply: '2' },
    });
    const answers = await model.batch(['Say one', 'Say two', 'Say one again']);
    expect(answers.map(({ content }) => content)).toEqual(['1', '2', '1']);
  });

  it('hands over the fields of the service', async () => {
    await connect({ modelKwargs: { use_tools: false, top_k: 40 } }).invoke(question);
    expect(received()[0]).toMatchObject({ top_k: 40 });
    expect(received()[0]).not.toHaveProperty('tools');
    expect(received()[0]).not.toHaveProperty('use_tools');
  });

  it('gives an object of the schema that was asked for', async () => {
    setup.upstream.enqueue({ reply: '{"degrees": 12}' });
    const structured = model.withStructuredOutput(z.object({ degrees: z.number() }), {
      name: 'report',
      method: 'jsonSchema',
    });
    expect(await structured.invoke(question)).toEqual({ degrees: 12 });
    expect(received()[0]!['response_format']).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'report', schema: { properties: { degrees: { type: 'number' } } } },
    });
  });

  it('gives it through a forced tool call as well', async () => {
    setup.upstream.enqueue({ toolCalls: [{ name: 'report', arguments: { degrees: 12 } }] });
    const structured = model.withStructuredOutput(z.object({ degrees: z.number() }), {
      name: 'report',
      method: 'functionCalling',
    });
    expect(await structured.invoke(question)).toEqual({ degrees: 12 });
    expect(received()[0]!.tool_choice).toEqual({ type: 'function', function: { name: 'report' } });
  });
});

describe('bindTools', () => {
  it.each(['invoke', 'stream'] as const)('goes round with calls and results (%s)', async (how) => {
    setup.upstream.enqueue({ toolCalls: [weatherCall] }, { reply: 'It is 12 degrees.' });
    const bound = model.bindTools([weather]);
    const asked = new HumanMessage(question);
    const calling =
      how === 'invoke'
        ? await bound.invoke([asked])
        : (await collect(await bound.stream([asked]))).reduce((all, chunk) => all.concat(chunk));
    expect(calling.tool_calls).toMatchObject([
      { id: 'call_weather', name: 'weather', args: { city: 'Oslo' } },
    ]);
    const result: ToolMessage = await weather.invoke(calling.tool_calls![0]!);
    const answer = await bound.invoke([asked, calling, result]);
    expect(answer.content).toBe('It is 12 degrees.');
    expect(lastMessages().slice(1)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'call_weather', function: { name: 'weather' } }] },
      { role: 'tool', tool_call_id: 'call_weather', content: 'Oslo: 12 degrees' },
    ]);
  });

  it("does not show the server's tools at work", async () => {
    setup.upstream.enqueue({ toolCalls: [sum] }, { reply: 'It is 87.' });
    const answer = await model.bindTools([weather]).invoke(question);
    expect(answer.content).toBe('It is 87.');
    expect(answer.tool_calls).toEqual([]);
    expect(lastMessages().at(-1)).toMatchObject({ role: 'tool', content: '87' });
  });

  it('works with tools of both sides in one turn', async () => {
    setup.upstream.enqueue({ toolCalls: [sum, weatherCall] }, { reply: '87 and 12 degrees.' });
    const bound = model.bindTools([weather]);
    const asked = new HumanMessage(question);
    const calling = await bound.invoke([asked]);
    expect(calling.tool_calls!.map(({ name }) => name)).toEqual(['weather']);
    const result = new ToolMessage({ tool_call_id: 'call_weather', content: '12 degrees' });
    const answer = await bound.invoke([asked, calling, result]);
    expect(answer.content).toBe('87 and 12 degrees.');
    expect(lastMessages().slice(1)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'call_sum' }, { id: 'call_weather' }] },
      { role: 'tool', tool_call_id: 'call_sum', content: '87' },
      { role: 'tool', tool_call_id: 'call_weather', content: '12 degrees' },
    ]);
  });
});

describe('when it goes wrong', () => {
  it('tells a wrong key', async () => {
    const error = await rejection(connect({ apiKey: 'wrong' }).invoke(question));
    expect(error).toMatchObject({ status: 401, lc_error_code: 'MODEL_AUTHENTICATION' });
  });

  it.each([
    [400, undefined],
    [404, 'MODEL_NOT_FOUND'],
    [429, 'MODEL_RATE_LIMIT'],
    [503, undefined],
  ])('tells the status that the upstream gave: %i', async (status, lc_error_code) => {
    setup.upstream.enqueue({ error: { status, code: 'scripted', message: 'As scripted.' } });
    const error = await rejection(model.invoke(question));
    expect(error).toMatchObject({ status, code: 'scripted', ...(lc_error_code && { lc_error_code }) });
  });

  it('tells that a prompt was too long', async () => {
    setup.upstream.enqueue({
      error: { status: 400, code: 'context_length_exceeded', message: 'context_length_exceeded' },
    });
    expect(await rejection(model.invoke(question))).toMatchObject({ name: 'ContextOverflowError' });
  });

  it('throws out of a stream that breaks off', async () => {
    setup.upstream.enqueue({ reply: ['Twelve ', 'degrees.'], cut: { afterChunks: 1 } });
    const said: unknown[] = [];
    const read = async () => {
      for await (const { content } of await model.stream(question)) said.push(content);
    };
    expect(await rejection(read())).toMatchObject({ code: 'upstream_unreachable' });
    expect(said.filter(Boolean)).toEqual(['Twelve ']);
  });

  it.each(['invoke', 'stream'] as const)(
    'ends the call upstream when its signal says so (%s)',
    async (how) => {
      setup.upstream.enqueue({ silence: 'headers' });
      const abort = new AbortController();
      const asked =
        how === 'invoke'
          ? model.invoke(question, { signal: abort.signal })
          : model.stream(question, { signal: abort.signal });
      const failed = rejection(asked);
      await setup.until((counts) => counts.requests === 1);
      abort.abort();
      expect(await failed).toBeInstanceOf(Error);
      await setup.until((counts) => counts.aborted === 1 && counts.active === 0);
    },
  );
});
