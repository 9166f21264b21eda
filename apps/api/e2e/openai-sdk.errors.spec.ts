import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator, type Behaviour } from '@yychat/simulator';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { collect, rejection } from './support/collect.js';
import { CLIENT_KEY, keysJson, roleKeys, type TestKey } from './support/keys.js';
import { connect, sdks, type OpenAIClient } from './support/openai-sdks.js';
import { startOverSimulator, UPSTREAM_KEY, type Setup } from './support/over-simulator.js';
import { startService } from './support/service.js';

const model = 'gpt-4.1';
const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: 'hi' }];

/** Keys of their own for each SDK, as each uses its limit up. */
const limitedKeys = sdks.flatMap(([name], i): TestKey[] => [
  {
    key: `test-two-a-minute-0123456789-${i}`,
    name: `${name}, requests`,
    role: 'client',
    requests_per_minute: 2,
  },
  { key: `test-ten-tokens-0123456789-${i}`, name: `${name}, tokens`, role: 'client', tokens_per_minute: 10 },
]);
const limitedKey = (name: string) => limitedKeys.find((key) => key.name === name)!.key;

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { YYCHAT_API_KEYS_FILE: 'keys.json', OPENAI_TIMEOUT: '1' },
    files: { 'keys.json': keysJson([...roleKeys, ...limitedKeys]) },
  });
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

describe.each(sdks)('%s', (name, sdk) => {
  let openai: OpenAIClient;
  beforeAll(() => {
    openai = connect(sdk, setup.service.baseURL);
  });
  const ask = (extra: object = {}) => openai.chat.completions.create({ model, messages, ...extra });
  const askForStream = () => openai.chat.completions.create({ model, messages, stream: true });

  describe('throws BadRequestError', () => {
    it.each<[what: string, body: object, param: string]>([
      ['no messages', { messages: undefined }, 'messages'],
      ['a role that there is not', { messages: [{ role: 'wizard', content: 'hi' }] }, 'messages[0].role'],
      ['a temperature in words', { temperature: 'hot' }, 'temperature'],
      ['a tool without a function', { tools: [{ type: 'function', name: 'bare' }] }, 'tools[0].function'],
      ['a personality that there is not', { personality_id: 'nobody' }, 'personality_id'],
      ['use_tools with several choices', { n: 2, use_tools: true }, 'n'],
      ['twins that differ', { use_tools: true, metadata: { use_tools: 'false' } }, 'metadata.use_tools'],
    ])('for %s, and names the field', async (_, body, param) => {
      const error = await rejection(ask(body));
      expect(error).toBeInstanceOf(sdk.BadRequestError);
      expect(error).toMatchObject({ status: 400, param, type: 'invalid_request_error' });
      expect(setup.turns()).toHaveLength(0);
    });

    it('as the upstream said it', async () => {
      const said = {
        status: 400,
        code: 'unsupported_value',
        param: 'temperature',
        message: 'Not with this model.',
      };
      setup.upstream.enqueue({ error: said }, { error: said });
      for (const error of [await rejection(ask()), await rejection(askForStream())]) {
        expect(error).toBeInstanceOf(sdk.BadRequestError);
        expect(error).toMatchObject({ code: said.code, param: said.param, type: 'invalid_request_error' });
        expect((error as Error).message).toContain(said.message);
      }
    });
  });

  describe('throws AuthenticationError', () => {
    it('for a wrong key', async () => {
      const stranger = connect(sdk, setup.service.baseURL, 'wrong');
      const error = await rejection(stranger.chat.completions.create({ model, messages }));
      expect(error).toBeInstanceOf(sdk.AuthenticationError);
      expect(error).toMatchObject({ status: 401, code: 'invalid_api_key' });
    });

    it('where the upstream refuses the service, without quoting what it says of that key', async () => {
      setup.upstream.enqueue({ error: { status: 401, message: `Incorrect API key: ${UPSTREAM_KEY}` } });
      const error = await rejection(ask());
      expect(error).toBeInstanceOf(sdk.AuthenticationError);
      expect(JSON.stringify(error) + String(error)).not.toContain(UPSTREAM_KEY);
    });
  });

  it('throws PermissionDeniedError where the role of the key does not reach', async () => {
    const client = connect(sdk, setup.service.baseURL, CLIENT_KEY);
    const refused = [
      client.chat.completions.create({ model, messages, metadata: { engine: 'chat_engine' } }),
      client.post('/engines/switch', { body: { engine_name: 'chat_engine' } }),
    ];
    for (const error of await Promise.all(refused.map(rejection))) {
      expect(error).toBeInstanceOf(sdk.PermissionDeniedError);
      expect(error).toMatchObject({ status: 403, code: 'insufficient_role' });
    }
  });

  it('throws NotFoundError for a model that the upstream does not have', async () => {
    setup.upstream.enqueue({ error: { status: 404, code: 'model_not_found', param: 'model' } });
    const refused = [ask({ model: 'gpt-0' }), openai.models.retrieve('gpt-0')];
    for (const error of await Promise.all(refused.map(rejection))) {
      expect(error).toBeInstanceOf(sdk.NotFoundError);
      expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
    }
  });

  it('throws NotFoundError for an engine that there is not', async () => {
    const error = await rejection(ask({ metadata: { engine: 'no_engine' } }));
    expect(error).toBeInstanceOf(sdk.NotFoundError);
    expect(error).toMatchObject({ code: 'engine_not_found', param: 'engine' });
  });

  it('throws ConflictError where the upstream answers with 409', async () => {
    setup.upstream.enqueue({ error: { status: 409, code: 'busy' } });
    const error = await rejection(ask());
    expect(error).toBeInstanceOf(sdk.ConflictError);
    expect(error).toMatchObject({ status: 409, code: 'busy' });
  });

  describe('throws RateLimitError', () => {
    it('where the upstream does, and says when to come back', async () => {
      setup.upstream.enqueue({
        error: {
          status: 429,
          code: 'insufficient_quota',
          type: 'insufficient_quota',
          headers: { 'retry-after': '7' },
        },
      });
      const error = await rejection(askForStream());
      expect(error).toBeInstanceOf(sdk.RateLimitError);
      expect(error).toMatchObject({ status: 429, code: 'insufficient_quota', type: 'insufficient_quota' });
      expect((error as InstanceType<typeof sdk.RateLimitError>).headers.get('retry-after')).toBe('7');
    });

    it('where the requests of a key are used up, and tells in headers how many there are', async () => {
      const limited = connect(sdk, setup.service.baseURL, limitedKey(`${name}, requests`));
      const remaining: (string | null)[] = [];
      for (const stream of [false, true]) {
        const response = await limited.chat.completions.create({ model, messages, stream }).asResponse();
        await response.text();
        remaining.push(response.headers.get('x-ratelimit-remaining-requests'));
      }
      expect(remaining).toEqual(['1', '0']);
      const error = await rejection(limited.chat.completions.create({ model, messages, stream: true }));
      expect(error).toBeInstanceOf(sdk.RateLimitError);
      expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded', type: 'requests' });
      const { headers } = error as InstanceType<typeof sdk.RateLimitError>;
      expect(headers.get('x-ratelimit-limit-requests')).toBe('2');
      expect(headers.get('x-ratelimit-remaining-requests')).toBe('0');
      expect(headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+\.\d{3}s$/);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(setup.turns()).toHaveLength(2);
    });

    it('where the tokens of a key are used up', async () => {
      const limited = connect(sdk, setup.service.baseURL, limitedKey(`${name}, tokens`));
      setup.upstream.enqueue({ usage: { prompt_tokens: 8, completion_tokens: 4, total_tokens: 12 } });
      const { response } = await limited.chat.completions.create({ model, messages }).withResponse();
      expect(response.headers.get('x-ratelimit-limit-tokens')).toBe('10');
      expect(response.headers.get('x-ratelimit-remaining-tokens')).toBe('10');
      const error = await rejection(limited.chat.completions.create({ model, messages }));
      expect(error).toBeInstanceOf(sdk.RateLimitError);
      expect(error).toMatchObject({ code: 'rate_limit_exceeded', type: 'tokens' });
    });
  });

  describe('throws InternalServerError', () => {
    it.each([500, 502, 503, 504])('for %i of the upstream', async (status) => {
      setup.upstream.enqueue({ error: { status, code: 'broken' } }, { error: { status, body: '<html>' } });
      const error = await rejection(ask());
      expect(error).toBeInstanceOf(sdk.InternalServerError);
      expect(error).toMatchObject({ status, code: 'broken' });
      expect(await rejection(askForStream())).toMatchObject({ status, code: 'upstream_error' });
    });

    it.each<[status: number, code: string, behaviour: Behaviour]>([
      [502, 'upstream_unreachable', { refuse: true }],
      [502, 'upstream_unreachable', { cut: { afterChunks: 0 } }],
      [502, 'upstream_protocol_error', { malformed: { afterChunks: 0 } }],
      [502, 'upstream_protocol_error', { end: { afterChunks: 0 } }],
      [504, 'upstream_timeout', { silence: 'headers' }],
    ])('with %i and %s where the upstream does this: %j', async (status, code, behaviour) => {
      setup.upstream.enqueue(behaviour, behaviour);
      for (const error of await Promise.all([rejection(ask()), rejection(askForStream())])) {
        expect(error).toBeInstanceOf(sdk.InternalServerError);
        expect(error).toMatchObject({ status, code });
      }
    });
  });

  it.each<[code: string, behaviour: Behaviour]>([
    ['upstream_unreachable', { cut: { afterChunks: 2 } }],
    ['upstream_protocol_error', { end: { afterChunks: 2 } }],
    ['upstream_protocol_error', { malformed: { afterChunks: 2 } }],
    ['upstream_error', { streamError: { afterChunks: 2 } }],
  ])('throws APIError, with what came before, for a stream that breaks off: %s', async (code, behaviour) => {
    setup.upstream.enqueue({ reply: ['One ', 'two ', 'three.'], ...behaviour });
    const said: string[] = [];
    const read = async () => {
      for await (const { choices } of await askForStream()) said.push(choices[0]?.delta.content ?? '');
    };
    const error = await rejection(read());
    expect(error).toBeInstanceOf(sdk.APIError);
    expect(error).toMatchObject({ code });
    expect(said.join('')).toBe('One two ');
  });

  describe('when the client goes away', () => {
    it('in the middle of a stream, ends the call upstream', async () => {
      setup.upstream.enqueue({ chunks: 1_000, gap: 20 });
      const stream = await askForStream();
      const seen: unknown[] = [];
      for await (const chunk of stream) if (seen.push(chunk) === 3) break;
      await setup.until((counts) => counts.aborted === 1 && counts.active === 0);
    });

    it('by its signal before a stream begins, ends the call upstream', async () => {
      setup.upstream.enqueue({ silence: 'headers' });
      const abort = new AbortController();
      const asked = openai.chat.completions.create(
        { model, messages, stream: true },
        { signal: abort.signal },
      );
      const error = rejection(asked);
      await setup.until((counts) => counts.requests === 1);
      abort.abort();
      expect(await error).toBeInstanceOf(sdk.APIUserAbortError);
      await setup.until((counts) => counts.aborted === 1);
    });

    it('while it waits for a whole answer, ends the call upstream', async () => {
      setup.upstream.enqueue({ latency: 60_000 });
      const abort = new AbortController();
      const asked = openai.chat.completions.create({ model, messages }, { signal: abort.signal });
      const error = rejection(asked);
      await setup.until((counts) => counts.requests === 1);
      abort.abort();
      expect(await error).toBeInstanceOf(sdk.APIUserAbortError);
      await setup.until((counts) => counts.aborted === 1);
    });
  });
});

it('tries an upstream again that stumbles, before the answer has begun', async () => {
  const upstream = await startSimulator();
  const service = await startService({ OPENAI_BASE_URL: upstream.baseURL, OPENAI_MAX_RETRIES: '2' });
  try {
    upstream.enqueue({ error: { status: 503, headers: { 'retry-after-ms': '1' } } }, { refuse: true }, {});
    const openai = connect(sdks[0]![1], service.baseURL);
    const chunks = await collect(await openai.chat.completions.create({ model, messages, stream: true }));
    expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe('stop');
    expect(upstream.stats().requests).toBe(3);
  } finally {
    await service.stop();
    await upstream.close();
  }
});
