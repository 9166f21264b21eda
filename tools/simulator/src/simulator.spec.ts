import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { ask, collect, openTimers, post } from '../e2e/raw-client.js';
import { startSimulator, type Simulator } from './simulator.js';

let simulator: Simulator;
let openai: OpenAI;
const messages = [{ role: 'user' as const, content: 'hi' }];
const tools = [{ type: 'function' as const, function: { name: 'look_up', parameters: { type: 'object' } } }];

beforeEach(async () => {
  simulator = await startSimulator({ models: ['gpt-4.1', 'org/model'] });
  openai = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'test', maxRetries: 0 });
});
afterEach(() => simulator.close());

describe('with the official SDK', () => {
  it('answers a chat request, with usage that follows the text', async () => {
    const short = await openai.chat.completions.create({ model: 'gpt-4.1', messages });
    expect(short.choices[0]?.message).toMatchObject({
      role: 'assistant',
      content: 'Hello from the simulator.',
    });
    expect(short.choices[0]?.finish_reason).toBe('stop');
    expect(short.model).toBe('gpt-4.1');
    simulator.enqueue({ reply: 'x'.repeat(400) });
    const content = 'y'.repeat(800);
    const long = await openai.chat.completions.create({
      model: 'gpt-4.1',
      messages: [{ role: 'user', content }],
    });
    expect(long.usage?.completion_tokens).toBe(100);
    expect(long.usage?.prompt_tokens).toBeGreaterThanOrEqual(200);
    expect(long.usage?.total_tokens).toBe(100 + (long.usage?.prompt_tokens ?? 0));
  });

  it('streams role, text, finish reason and, when asked for, usage', async () => {
    const stream = await openai.chat.completions.create({
      model: 'gpt-4.1',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      'Hello from the simulator.',
    );
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason).filter(Boolean)).toEqual(['stop']);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it('says nothing of usage in a stream that did not ask', async () => {
    const stream = await openai.chat.completions.create({ model: 'gpt-4.1', messages, stream: true });
    const chunks = await collect(stream);
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false);
    expect(chunks.every(({ choices }) => choices.length === 1)).toBe(true);
  });

  it('gives n choices, streaming and not', async () => {
    const whole = await openai.chat.completions.create({ model: 'gpt-4.1', messages, n: 3 });
    expect(whole.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(whole.usage?.completion_tokens).toBe(3 * Math.ceil('Hello from the simulator.'.length / 4));
    const streamed = await openai.chat.completions
      .stream({ model: 'gpt-4.1', messages, n: 2 })
      .finalChatCompletion();
    expect(streamed.choices.map(({ message }) => message.content)).toEqual([
      'Hello from the simulator.',
      'Hello from the simulator.',
    ]);
  });

  it('streams tool calls by index, arguments in several deltas', async () => {
    const args = { text: 'Grüße, 世界', deep: { list: [1, 2, 3] } };
    simulator.enqueue({
      toolCalls: [
        { name: 'look_up', arguments: args, id: 'call_a' },
        { name: 'look_up', arguments: '{"broken":' },
      ],
    });
    const stream = openai.chat.completions.stream({ model: 'gpt-4.1', messages, tools });
    const deltas = [];
    for await (const chunk of stream) deltas.push(...(chunk.choices[0]?.delta.tool_calls ?? []));
    const [message] = (await stream.finalChatCompletion()).choices;
    expect(message?.finish_reason).toBe('tool_calls');
    const [first, second] = message?.message.tool_calls ?? [];
    expect(first).toMatchObject({ id: 'call_a', type: 'function', function: { name: 'look_up' } });
    expect(JSON.parse(first?.type === 'function' ? first.function.arguments : '')).toEqual(args);
    expect(second).toMatchObject({ function: { arguments: '{"broken":' } });
    expect(deltas.filter(({ index }) => index === 0).length).toBeGreaterThan(3);
    expect(deltas.filter(({ id }) => id !== undefined)).toHaveLength(2);
  });

  it('answers tool calls without a stream', async () => {
    simulator.enqueue({ toolCalls: [{ name: 'look_up', arguments: { a: 1 } }] });
    const { choices } = await openai.chat.completions.create({ model: 'gpt-4.1', messages, tools });
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: null, tool_calls: [{ function: { name: 'look_up', arguments: '{"a":1}' } }] },
    });
  });

  it('stops where max_completion_tokens says', async () => {
    const { choices } = await openai.chat.completions.create({
      model: 'gpt-4.1',
      messages,
      max_completion_tokens: 2,
    });
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'Hello fr' } });
  });

  it('lists models and finds one', async () => {
    const listed = await collect(openai.models.list());
    expect(listed.map(({ id }) => id)).toEqual(['gpt-4.1', 'org/model']);
    expect(await openai.models.retrieve('org/model')).toMatchObject({ id: 'org/model', object: 'model' });
    const error: unknown = await openai.models.retrieve('gpt-9').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error).toMatchObject({ status: 404, code: 'model_not_found', type: 'invalid_request_error' });
  });

  it('gives every answer a request id', async () => {
    const { request_id: id } = await openai.chat.completions
      .create({ model: 'gpt-4.1', messages })
      .withResponse();
    expect(id).toMatch(/^req_/);
  });
});

describe('a key', () => {
  it.each([
    ['none', undefined, null],
    ['another', 'sk-wrong-key-0000', 'invalid_api_key'],
  ])('is asked for: %s', async (_, key, code) => {
    await simulator.close();
    simulator = await startSimulator({ apiKey: 'sk-right' });
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const { status, text } = await post(`${simulator.baseURL}/chat/completions`, ask(), headers).answer;
    expect(status).toBe(401);
    expect(JSON.parse(text)).toEqual({
      error: { message: expect.any(String), type: 'invalid_request_error', param: null, code },
    });
    expect(text).not.toContain('sk-wrong-key-0000');
    const right = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'sk-right' });
    expect((await right.models.list()).data.length).toBeGreaterThan(0);
  });
});

describe('requests', () => {
  it('are kept as they came, the last 1,000 of them', async () => {
    await openai.chat.completions.create(
      { model: 'gpt-4.1', messages, top_p: 0.5 },
      { headers: { 'x-mine': '1' } },
    );
    expect(simulator.requests).toHaveLength(1);
    const [request] = simulator.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions', aborted: false });
    expect(request?.body).toEqual({ model: 'gpt-4.1', messages, top_p: 0.5 });
    expect(request?.headers).toMatchObject({ 'x-mine': '1', authorization: 'Bearer test' });
    await simulator.waitFor(() => request?.closedAt !== undefined);
    expect(request!.closedAt!).toBeGreaterThanOrEqual(request!.receivedAt);
    for (let left = 1_005; left > 0; left -= 1) await fetch(`${simulator.baseURL}/models`);
    expect(simulator.requests).toHaveLength(1_000);
  });

  it('are counted, and forgotten by a reset', async () => {
    await openai.chat.completions.create({ model: 'gpt-4.1', messages });
    await collect(await openai.chat.completions.create({ model: 'gpt-4.1', messages, stream: true }));
    await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'hi' });
    await simulator.waitFor(({ stats }) => stats().active === 0);
    expect(simulator.stats()).toEqual({ requests: 2, active: 0, streams: 1, aborted: 0, embeddings: 1 });
    simulator.enqueue({ reply: 'queued' });
    simulator.defaults({ reply: 'default' });
    simulator.rule({ match: () => true, behaviour: { reply: 'ruled' } });
    simulator.reset();
    expect(simulator.stats()).toEqual({ requests: 0, active: 0, streams: 0, aborted: 0, embeddings: 0 });
    expect(simulator.requests).toEqual([]);
    const { choices } = await openai.chat.completions.create({ model: 'gpt-4.1', messages });
    expect(choices[0]?.message.content).toBe('Hello from the simulator.');
  });

  it('in flight are active, and aborted when their client leaves', async () => {
    simulator.enqueue({ silence: { afterChunks: 1 } }, { silence: 'headers' }, { latency: 60_000 });
    const url = `${simulator.baseURL}/chat/completions`;
    const stream = post(url, ask('a', { stream: true }));
    await stream.has('"content":"Hello"');
    const others = [post(url, ask('b')), post(url, ask('c'))];
    await simulator.waitFor(({ stats }) => stats().active === 3);
    const left = performance.now();
    for (const request of [stream, ...others]) request.leave();
    await simulator.waitFor(({ stats }) => stats().aborted === 3);
    expect(simulator.stats().active).toBe(0);
    expect(simulator.requests.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    for (const { closedAt } of simulator.requests) expect(closedAt! - left).toBeLessThan(500);
  });

  it('leave nothing behind when their client leaves', async () => {
    const timers = openTimers();
    simulator.enqueue({ latency: 60_000 });
    const request = post(`${simulator.baseURL}/chat/completions`, ask());
    await simulator.waitFor(({ stats }) => stats().active === 1);
    expect(openTimers()).toBeGreaterThan(timers);
    request.leave();
    await simulator.waitFor(({ stats }) => stats().active === 0);
    expect(openTimers()).toBe(timers);
  });

  it('that ended as told are not aborted', async () => {
    simulator.enqueue({ cut: { afterChunks: 1 } }, { refuse: true }, { end: { afterChunks: 0 } });
    const url = `${simulator.baseURL}/chat/completions`;
    for (let left = 3; left > 0; left -= 1) await post(url, ask('a', { stream: true })).answer;
    await simulator.waitFor(({ requests }) => requests.every(({ closedAt }) => closedAt !== undefined));
    expect(simulator.stats()).toMatchObject({ requests: 3, aborted: 0 });
  });
});

describe('the simulator', () => {
  it('tells what it waited for in vain', async () => {
    await expect(simulator.waitFor(() => false, 20)).rejects.toThrow(/20 ms.*"requests":0/);
  });

  it('ends open connections when it closes, and can be closed twice', async () => {
    simulator.enqueue({ silence: 'headers' });
    const held = post(`${simulator.baseURL}/chat/completions`, ask());
    await simulator.waitFor(({ stats }) => stats().active === 1);
    await simulator.close();
    expect((await held.answer).outcome).toBe('refused');
    await simulator.waitFor(({ stats }) => stats().active === 0);
    expect(simulator.stats().aborted).toBe(0);
    await simulator.close();
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(simulator.baseURL).port);
    await expect(startSimulator({ port })).rejects.toThrow('EADDRINUSE');
  });
});
