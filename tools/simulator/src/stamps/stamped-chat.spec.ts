import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { ask, collect, openTimers, post, saidIn } from '../../e2e/raw-client.js';
import { startSimulator, type Simulator } from '../simulator.js';

const FIRST = /^ @R(\d{14})@ @S(\d{14})@/;
const messages = [{ role: 'user' as const, content: 'hi' }];

let simulator: Simulator;
let openai: OpenAI;
beforeEach(async () => {
  simulator = await startSimulator({ stamps: true });
  simulator.defaults({ chunks: 5, gap: 20 });
  openai = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'test', maxRetries: 0 });
});
afterEach(() => simulator.close());

/** CLOCK_MONOTONIC, µs. */
const now = () => Number(process.hrtime.bigint() / 1_000n);

async function chunks(more: Partial<OpenAI.ChatCompletionCreateParamsStreaming> = {}) {
  return collect(await openai.chat.completions.create({ model: 'm', messages, ...more, stream: true }));
}

describe('stamps', () => {
  it('say when a request had come and when each chunk left, on the clock of all processes', async () => {
    const before = now();
    const texts = (await chunks()).map((chunk) => chunk.choices[0]?.delta.content).filter(Boolean);
    const after = now();
    expect(texts).toHaveLength(5);
    const [, received, first] = FIRST.exec(texts[0]!)!;
    const sent = [first, ...texts.slice(1).map((text) => /^ @S(\d{14})@$/.exec(text!)?.[1])].map(Number);
    const times = [before, Number(received), ...sent, after];
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    for (let index = 1; index < sent.length; index += 1) {
      expect(sent[index]! - sent[index - 1]!).toBeGreaterThan(5_000);
    }
  });

  it('are in an answer that is not streamed, after its latency', async () => {
    simulator.defaults({ latency: 50 });
    const answer = await openai.chat.completions.create({ model: 'm', messages });
    const [, received, sent] = FIRST.exec(answer.choices[0]?.message.content ?? '')!;
    expect(Number(sent) - Number(received)).toBeGreaterThanOrEqual(49_000);
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
    expect(answer.choices[0]?.finish_reason).toBe('stop');
  });

  it('come in a stream as the API has it, usage when asked for', async () => {
    const plain = await chunks();
    expect(plain[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(plain.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(plain.some((chunk) => 'usage' in chunk)).toBe(false);
    const counted = await chunks({ stream_options: { include_usage: true } });
    expect(counted.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(counted.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 5 } });
  });

  it.each([0, 1])('come back to back with %d ms between them', async (gap) => {
    simulator.defaults({ chunks: 300, gap });
    const { text } = await post(`${simulator.baseURL}/chat/completions`, ask('hi', { stream: true })).answer;
    expect(saidIn(text).match(/@S/g)).toHaveLength(300);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('can be a single one', async () => {
    simulator.defaults({ chunks: 1, gap: 60_000 });
    expect((await chunks()).filter((chunk) => chunk.choices[0]?.delta.content)).toHaveLength(1);
  });
});

describe('the simulator with stamps', () => {
  it('counts, and stops when a client leaves', async () => {
    simulator.defaults({ chunks: 1_000, gap: 20 });
    const timers = openTimers();
    const request = post(`${simulator.baseURL}/chat/completions`, ask('hi', { stream: true }));
    await request.has('@R');
    expect(simulator.stats()).toMatchObject({ requests: 1, active: 1, streams: 1, aborted: 0 });
    request.leave();
    await simulator.waitFor(({ stats }) => stats().active === 0);
    expect(simulator.stats().aborted).toBe(1);
    expect(openTimers()).toBe(timers);
    expect(simulator.requests).toEqual([]);
  });

  it('holds hundreds of streams at a time', async () => {
    simulator.defaults({ chunks: 10, gap: 30 });
    const url = `${simulator.baseURL}/chat/completions`;
    const requests = Array.from({ length: 300 }, () => post(url, ask('hi', { stream: true })));
    const answers = await Promise.all(requests.map(({ answer }) => answer));
    expect(answers.every(({ text, outcome }) => outcome === 'complete' && text.includes('[DONE]'))).toBe(
      true,
    );
    expect(simulator.stats()).toMatchObject({ streams: 300, active: 0, aborted: 0 });
  });

  it('takes its pace over HTTP, and refuses what it would not heed', async () => {
    const defaults = `${new URL(simulator.baseURL).origin}/__sim/defaults`;
    await post(defaults, { chunks: 2, gap: 0 }).answer;
    expect((await chunks()).filter((chunk) => chunk.choices[0]?.delta.content)).toHaveLength(2);
    const refused = await post(defaults, { reply: 'x' }).answer;
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('defaults.reply')]);
    expect(() => simulator.enqueue({})).toThrow('no effect');
    expect(() => simulator.rule({ match: () => true, behaviour: {} })).toThrow('no effect');
  });

  it('still asks for its key', async () => {
    await simulator.close();
    simulator = await startSimulator({ stamps: true, apiKey: 'k' });
    const url = `${simulator.baseURL}/chat/completions`;
    expect((await post(url, ask()).answer).status).toBe(401);
    expect((await post(url, ask(), { authorization: 'Bearer k' }).answer).status).toBe(200);
  });
});
