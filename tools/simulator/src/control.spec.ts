import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, parse, post } from '../e2e/raw-client.js';
import { startSimulator, type Simulator } from './simulator.js';

let simulator: Simulator;
beforeEach(async () => (simulator = await startSimulator()));
afterEach(() => simulator.close());

const origin = () => new URL(simulator.baseURL).origin;

async function control(path: string, body?: unknown, method = 'POST') {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${origin()}/__sim/${path}`, { method, ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function says(body: object = ask(), headers = {}): Promise<string> {
  const { status, text } = await post(`${simulator.baseURL}/chat/completions`, body, headers).answer;
  return status === 200 ? (parse(text).choices[0]?.message.content ?? '') : `${String(status)} ${text}`;
}

describe('what applies', () => {
  it('is the request itself, then the queue, then rules, then defaults, then the brain', async () => {
    simulator.defaults({ reply: 'default' });
    const remove = simulator.rule({ match: () => true, behaviour: { reply: 'rule' } });
    simulator.enqueue({ reply: 'queue' });
    expect(await says(ask('hi', { sim: { reply: 'own' } }))).toBe('own');
    expect(await says(ask(), { 'x-sim': '{"reply":"own header"}' })).toBe('own header');
    expect(await says()).toBe('queue');
    expect(await says()).toBe('rule');
    remove();
    expect(await says()).toBe('default');
    simulator.reset();
    expect(await says()).toBe('Hello from the simulator.');
  });

  it('is the first rule that matches, as often as it may', async () => {
    simulator.rule({ match: ({ body }) => body.user === 'u', behaviour: { reply: 'for u' }, times: 2 });
    simulator.rule({ match: () => true, behaviour: { reply: 'for all' } });
    expect(await says()).toBe('for all');
    const forU = ask('hi', { user: 'u' });
    expect([await says(forU), await says(forU), await says(forU)]).toEqual(['for u', 'for u', 'for all']);
  });

  it('is for chat, unless a rule says where', async () => {
    simulator.defaults({ error: { status: 500 } });
    simulator.enqueue({ error: { status: 500 } });
    simulator.rule({ match: () => true, behaviour: { error: { status: 500 } } });
    const embed = () => post(`${simulator.baseURL}/embeddings`, { model: 'e', input: 'a' }).answer;
    const models = async () => (await fetch(`${simulator.baseURL}/models`)).status;
    expect([(await embed()).status, await models()]).toEqual([200, 200]);
    simulator.rule({
      on: 'embeddings',
      match: ({ body }) => body.input === 'a',
      behaviour: { cut: { afterChunks: 0 } },
    });
    simulator.rule({ on: 'models', match: () => true, behaviour: { error: { status: 503 } } });
    expect([(await embed()).outcome, await models()]).toEqual(['cut', 503]);
  });
});

describe('over HTTP', () => {
  it('rules match by model, text of the last user message and stream', async () => {
    const match = { model: 'gpt-4.1', contains: 'weather', stream: false };
    expect(await control('rules', { match, behaviour: { reply: 'ruled' }, times: 1 })).toEqual({
      status: 200,
      body: { rules: 1 },
    });
    const plain = 'Hello from the simulator.';
    const parts = [{ type: 'text', text: 'the weather' }];
    expect(await says(ask('the weather', { model: 'other' }))).toBe(plain);
    expect(await says(ask('the news'))).toBe(plain);
    const { text } = await post(`${simulator.baseURL}/chat/completions`, ask('the weather', { stream: true }))
      .answer;
    expect(text).not.toContain('ruled');
    expect(await says(ask('', { messages: [{ role: 'user', content: parts }] }))).toBe('ruled');
    expect(await says(ask('the weather'))).toBe(plain);
  });

  it('rules are removed, defaults set and all of it reset', async () => {
    await control('rules', { behaviour: { reply: 'ruled' } });
    await control('defaults', { reply: 'default' });
    expect(await says()).toBe('ruled');
    await control('rules', undefined, 'DELETE');
    expect(await says()).toBe('default');
    await control('reset');
    expect(await says()).toBe('Hello from the simulator.');
    expect(simulator.stats().requests).toBe(1);
  });

  it('tells counts and requests', async () => {
    await says(ask('remember me'));
    const { body: stats } = await control('stats', undefined, 'GET');
    expect(stats).toMatchObject({ requests: 1, active: 0, streams: 0, aborted: 0, embeddings: 0 });
    const { body } = await control('requests', undefined, 'GET');
    expect(body).toMatchObject({ data: [{ path: '/v1/chat/completions', body: ask('remember me') }] });
  });

  it.each([
    ['rules', { behaviour: { nope: 1 } }, 'rule.behaviour.nope'],
    ['rules', {}, 'rule.behaviour'],
    ['rules', { behaviour: {}, match: { text: 'a' } }, 'rule.match.text'],
    ['rules', { behaviour: {}, match: { stream: 'yes' } }, 'rule.match.stream'],
    ['rules', { behaviour: {}, times: 0 }, 'rule.times'],
    ['rules', { behaviour: {}, on: 'files' }, 'rule.on'],
    ['rules', { behaviour: {}, when: 1 }, 'rule.when'],
    ['defaults', { gap: -1 }, 'defaults.gap'],
  ])('refuses %s %j', async (path, sent, names) => {
    const { status, body } = await control(path, sent);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { message: expect.stringContaining(names) } });
  });

  it('refuses a behaviour in a request that makes no sense', async () => {
    expect(await says(ask('hi', { sim: { cut: 3 } }))).toMatch(/^400 .*sim\.cut must be an object/);
    expect(await says(ask(), { 'x-sim': 'slow' })).toMatch(/^400 .*x-sim must be JSON/);
  });

  it('is not for web pages, nor for routes that are not there', async () => {
    const headers = { origin: 'https://example.com' };
    expect((await post(`${origin()}/__sim/defaults`, {}, headers).answer).status).toBe(403);
    expect((await control('nothing')).status).toBe(404);
  });
});
