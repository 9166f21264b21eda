import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis, type RedisServer } from '@yychat/services';
import { collect } from './support/collect.js';
import { eventually } from './support/eventually.js';
import { send, type HttpAnswer } from './support/http.js';
import { keysJson } from './support/keys.js';
import { connect, sdks } from './support/openai-sdks.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';
import { startService, type ServiceUnderTest } from './support/service.js';
import { summarize } from './support/stream-text.js';

const OTHER_TENANT = 'test-other-tenant-key-0123456789';
const LIMITED = 'test-tokens-limited-key-0123456789';
const keys = [
  { key: OTHER_TENANT, name: 'other', role: 'client', tenant: 'other' },
  { key: LIMITED, name: 'limited', role: 'client', tokens_per_minute: 1_000 },
] as const;
const files = { 'keys.json': keysJson(keys) };

const running: { stop(): Promise<void> }[] = [];
let redis: RedisServer;
let setup: Setup;
let one: ServiceUnderTest;
let two: ServiceUnderTest;

beforeAll(async () => {
  redis = await startRedis();
  const env = {
    ANSWER_CACHE_TTL: '60',
    YYCHAT_API_KEYS_FILE: 'keys.json',
    USE_REDIS_CACHE: 'true',
    REDIS_URL: redis.url,
  };
  setup = await startOverSimulator({ env, files });
  running.push(setup);
  one = setup.service;
  two = await startService(
    {
      ...env,
      OPENAI_BASE_URL: setup.upstream.baseURL,
      OPENAI_API_KEY: 'sk-upstream-test-0123456789',
      OPENAI_EMBEDDING_MODEL: 'none',
    },
    files,
  );
  running.push(two);
});
beforeEach(() => setup.upstream.reset());
afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await redis.stop();
});

let asked = 0;
/** A question that nobody has asked yet. */
const question = () => `What is ${++asked} + ${asked}?`;
const ask = (
  service: ServiceUnderTest,
  content: string,
  { key, ...more }: { readonly key?: string; readonly [field: string]: unknown } = {},
): Promise<HttpAnswer> =>
  send(service, 'POST /v1/chat/completions', {
    ...(key !== undefined && { key }),
    body: { messages: [{ role: 'user', content }], temperature: 0, use_tools: false, ...more },
  });
const said = ({ headers }: HttpAnswer) => headers.get('x-yychat-answer');
/** Asks until the answer is kept, which is some time after it was given. */
const kept = (service: ServiceUnderTest, content: string, more?: Parameters<typeof ask>[2]) =>
  eventually(async () => said(await ask(service, content, more)) === 'hit', 'the answer is kept');
const upstreamCalls = () => setup.upstream.stats().requests;

describe('an equal deterministic request', () => {
  it('gets the answer that there is, whole, and the upstream is not asked', async () => {
    const content = question();
    const first = await ask(one, content);
    expect(said(first)).toBe('miss');
    await kept(one, content);
    const calls = upstreamCalls();
    const again = await ask(one, content);
    expect(said(again)).toBe('hit');
    expect(upstreamCalls()).toBe(calls);
    const { id, usage, ...rest } = first.body;
    expect(again.body).toEqual({
      ...rest,
      id: expect.stringMatching(/^chatcmpl-req_/),
      usage: {
        ...usage,
        prompt_tokens_details: { ...usage.prompt_tokens_details, cached_tokens: usage.prompt_tokens },
      },
    });
    expect(again.body.id).not.toBe(id);
  });

  it('gets it from another instance as well, as a stream', async () => {
    const content = question();
    const first = await ask(one, content);
    await kept(one, content);
    setup.upstream.reset();
    const again = await ask(two, content, { stream: true, stream_options: { include_usage: true } });
    expect(said(again)).toBe('hit');
    expect(upstreamCalls()).toBe(0);
    const summary = summarize(again.text);
    expect(summary).toMatchObject({ said: first.body.choices[0].message.content, done: 1, wellFormed: true });
    expect(summary.ids.size).toBe(1);
    expect(again.text).toContain(`"usage":{"prompt_tokens":${first.body.usage.prompt_tokens}`);
  });

  it.each(sdks)('is replayed chunk by chunk to a stream of %s', async (_, sdk) => {
    const openai = connect(sdk, one.baseURL);
    const content = question();
    const stream = async () =>
      collect(
        await openai.chat.completions.create({
          model: 'gpt-4.1',
          messages: [{ role: 'user', content }],
          temperature: 0,
          stream: true,
          metadata: { use_tools: 'false' },
        }),
      );
    const choices = (chunks: Awaited<ReturnType<typeof stream>>) =>
      chunks.map((chunk) => [chunk.choices[0]?.delta, chunk.choices[0]?.finish_reason]);
    const first = await stream();
    await eventually(async () => {
      setup.upstream.reset();
      const again = await stream();
      expect(choices(again)).toEqual(choices(first));
      return upstreamCalls() === 0;
    }, 'the answer is kept');
    expect(first.length).toBeGreaterThan(3);
  });

  it('of another tenant, model or wording gets an answer of its own', async () => {
    const content = question();
    await ask(one, content);
    await kept(one, content);
    setup.upstream.reset();
    for (const more of [{ key: OTHER_TENANT }, { model: 'gpt-4.1-mini' }, { max_tokens: 500 }]) {
      expect(said(await ask(one, content, more))).toBe('miss');
    }
    expect(said(await ask(one, `${content} `))).toBe('miss');
    expect(upstreamCalls()).toBe(4);
  });

  it('costs a key no tokens', async () => {
    const content = question();
    const left = async () =>
      Number((await ask(one, content, { key: LIMITED })).headers.get('x-ratelimit-remaining-tokens'));
    setup.upstream.defaults({ usage: { prompt_tokens: 300, completion_tokens: 100, total_tokens: 400 } });
    expect(await left()).toBe(1_000);
    await kept(one, content, { key: LIMITED });
    await eventually(async () => (await left()) <= 600, 'what it cost is counted');
    const before = await left();
    expect([await left(), await left()]).toEqual([before, before]);
  });
});

describe('nothing is said of a cache, and the upstream is asked,', () => {
  const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];
  it.each<[string, object]>([
    ['at another temperature', { temperature: 0.7 }],
    ['at no temperature', { temperature: undefined, seed: 7 }],
    ['with tools of the client', { tools }],
    ['with tools of the server', { use_tools: true }],
    ['for two answers', { n: 2 }],
    ['in a conversation', { conversation_id: 'answers' }],
  ])('%s', async (_, more) => {
    const content = question();
    for (const call of [1, 2]) {
      const answer = await ask(one, content, { ...more });
      expect([answer.status, said(answer), upstreamCalls()]).toEqual([200, null, call]);
    }
  });
});

describe('is not kept: an answer that', () => {
  it.each([
    ['is cut for its length', { reply: 'Half of', finishReason: 'length' }],
    ['is an error', { error: { status: 500 } }],
    ['breaks off', { reply: 'Half of it', cut: { afterChunks: 1 } }],
  ])('%s', async (_, behaviour) => {
    const content = question();
    setup.upstream.enqueue(behaviour);
    await ask(one, content, { stream: true }).catch(() => undefined);
    const again = await ask(one, content, { stream: true });
    expect([again.status, said(again), upstreamCalls()]).toEqual([200, 'miss', 2]);
    expect(summarize(again.text)).toMatchObject({ done: 1, errors: [] });
  });
});

it('goes on without Redis, and without a failure', async () => {
  const content = question();
  await redis.kill();
  const first = await ask(one, content);
  expect([first.status, said(first)]).toEqual([200, 'miss']);
  await kept(one, content);
  expect(said(await ask(two, content))).toBe('miss');
  await redis.restart();
});

it('is off where it is not asked for', async () => {
  const off = await startOverSimulator();
  try {
    for (const call of [1, 2]) {
      const answer = await ask(off.service, 'Hello.');
      expect([answer.status, said(answer)]).toEqual([200, null]);
      expect(off.upstream.stats().requests).toBe(call);
    }
  } finally {
    await off.stop();
  }
});
