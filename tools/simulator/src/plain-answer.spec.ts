import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { ask, parse, post } from '../e2e/raw-client.js';
import type { Behaviour } from './behaviour.js';
import { startSimulator, type Simulator } from './simulator.js';

let simulator: Simulator;
beforeAll(async () => (simulator = await startSimulator()));
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

function answer(behaviour: Behaviour) {
  simulator.enqueue(behaviour);
  return post(`${simulator.baseURL}/chat/completions`, ask());
}

const reply = 'A reply that is long enough to be cut in half.';

describe('an answer that is not streamed', () => {
  it('waits before the headers and before the body', async () => {
    const { headersAfter, readsAfter } = await answer({ reply, latency: 60, firstChunk: 80 }).answer;
    expect(headersAfter).toBeGreaterThanOrEqual(59);
    expect(readsAfter[0]! - headersAfter).toBeGreaterThanOrEqual(70);
  });

  it('joins the chunks it was given, and takes extra fields', async () => {
    const extra = { delta: { reasoning_content: 'hm' }, choice: { seen: true }, chunk: { provider: 'p' } };
    const { text } = await answer({ reply: ['a', 'b'], extra, finishReason: 'length' }).answer;
    expect(parse(text)).toMatchObject({
      provider: 'p',
      choices: [{ seen: true, finish_reason: 'length', message: { content: 'ab', reasoning_content: 'hm' } }],
    });
  });

  it('has the usage it was told, or none', async () => {
    expect(parse((await answer({ reply, usage: { total_tokens: 3 } }).answer).text).usage).toEqual({
      total_tokens: 3,
    });
    expect(parse((await answer({ reply, usage: null }).answer).text)).not.toHaveProperty('usage');
  });

  it('arrives in pieces of splitBytes', async () => {
    const { reads, text } = await answer({ reply, splitBytes: 7 }).answer;
    expect(reads.every((read) => read.length <= 7)).toBe(true);
    expect(parse(text).choices[0]?.message.content).toBe(reply);
  });
});

describe('faults', () => {
  it.each([
    [{ status: 500 }, { type: 'server_error', code: null, param: null }],
    [
      { status: 400, param: 'top_p' },
      { type: 'invalid_request_error', code: null, param: 'top_p' },
    ],
    [{ status: 429 }, { type: 'requests', code: 'rate_limit_exceeded' }],
    [
      { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
      { type: 'insufficient_quota', code: 'insufficient_quota' },
    ],
  ])('error %j is an envelope', async (error, expected) => {
    const { status, text, headers } = await answer({ error }).answer;
    expect(status).toBe(error.status);
    expect(headers['content-type']).toBe('application/json');
    expect(parse(text).error).toMatchObject({ message: expect.any(String), ...expected });
  });

  it('error with a body is that body', async () => {
    const body = '<html>502 Bad Gateway</html>';
    const { status, text, headers } = await answer({ error: { status: 502, body } }).answer;
    expect([status, text, headers['content-type']]).toEqual([502, body, 'text/html; charset=utf-8']);
  });

  it('error is what the SDK throws, and what it retries', async () => {
    const openai = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'k', maxRetries: 1 });
    simulator.enqueue({ error: { status: 503, headers: { 'retry-after-ms': '1' } } }, { reply });
    const { choices } = await openai.chat.completions.create({
      model: 'gpt-4.1',
      messages: [{ role: 'user', content: 'hi' }],
    });
    expect(choices[0]?.message.content).toBe(reply);
    expect(simulator.stats().requests).toBe(2);
  });

  it('streamError is a 500', async () => {
    const { status, text } = await answer({ streamError: { afterChunks: 3, message: 'boom' } }).answer;
    expect([status, parse(text).error.message]).toEqual([500, 'boom']);
  });

  it('cut: half of the body, then the connection breaks', async () => {
    const { headers, body, outcome } = await answer({ reply, cut: { afterChunks: 0 } }).answer;
    expect(outcome).toBe('cut');
    expect(body.length).toBe(Math.ceil(Number(headers['content-length']) / 2));
  });

  it('end: half of the body, as if it were all', async () => {
    const { text, outcome } = await answer({ reply, end: { afterChunks: 0 } }).answer;
    expect(outcome).toBe('complete');
    expect(text).toMatch(/^\{"id":/);
    expect(() => parse(text)).toThrow(SyntaxError);
  });

  it('malformed: a body that is not JSON', async () => {
    expect((await answer({ malformed: { afterChunks: 0, text: 'oops' } }).answer).text).toBe('oops');
    const { text, outcome } = await answer({ malformed: { afterChunks: 0 } }).answer;
    expect(outcome).toBe('complete');
    expect(() => parse(text)).toThrow(SyntaxError);
  });

  it('silence: half of the body, and the connection held', async () => {
    const request = answer({ reply, silence: { afterChunks: 0 } });
    await request.has('{"id":');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(simulator.stats()).toMatchObject({ active: 1, aborted: 0 });
    request.leave();
    await simulator.waitFor(({ stats }) => stats().aborted === 1);
  });

  it('refuse: not even headers', async () => {
    expect((await answer({ refuse: true }).answer).outcome).toBe('refused');
  });
});
