import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator, type Behaviour, type RecordedRequest, type Simulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { inspect } from 'node:util';
import { OpenAIEmbedder, type OpenAIEmbedderOptions } from './index.js';

const KEY = 'sk-secret-of-this-server';
let simulator: Simulator;
beforeEach(async () => (simulator = await startSimulator()));
afterEach(() => simulator.close());

const never = () => new AbortController().signal;
const create = (more: Partial<OpenAIEmbedderOptions> = {}) =>
  new OpenAIEmbedder({
    client: new OpenAI({ baseURL: simulator.baseURL, apiKey: KEY, logLevel: 'off' }),
    model: 'text-embedding-3-small',
    ...more,
  });
const rule = (behaviour: Behaviour, match: (request: RecordedRequest) => boolean = () => true) =>
  simulator.rule({ on: 'embeddings', match, behaviour });
const inputs = () => simulator.requests.map(({ body }) => body.input as string[]);
const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * other[index]!, 0);
const answers = (body: unknown) =>
  rule({ malformed: { afterChunks: 0, text: typeof body === 'string' ? body : JSON.stringify(body) } });
const items = (...embeddings: unknown[]) => ({
  data: embeddings.map((embedding, index) => ({ index, embedding })),
});

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

describe('OpenAIEmbedder', () => {
  it('embeds each text, in order', async () => {
    const [dog, cat, again] = await create().embed(['my dog', 'the cat', 'my dog'], never());
    expect(dog).toBeInstanceOf(Float32Array);
    expect(dog).toHaveLength(1536);
    expect(again).toEqual(dog);
    expect(dot(dog!, dog!)).toBeCloseTo(1, 5);
    expect(dot(dog!, cat!)).toBeLessThan(0.9);
    expect(inputs()).toEqual([['my dog', 'the cat', 'my dog']]);
    expect(simulator.requests[0]?.body).toMatchObject({ encoding_format: 'base64' });
  });

  it('asks nothing for no text', async () => {
    expect(await create().embed([], never())).toEqual([]);
    expect(simulator.requests).toHaveLength(0);
  });

  it('takes numbers from upstreams that know no base64, and brings them to length 1', async () => {
    answers(items([3, 4], [0, -2]));
    const vectors = await create().embed(['a', 'b'], never());
    expect(vectors.map((vector) => [...vector])).toEqual([
      [expect.closeTo(0.6), expect.closeTo(0.8)],
      [0, -1],
    ]);
  });

  it('goes by the index, not by the place', async () => {
    answers({
      data: [
        { index: 1, embedding: [0, 1] },
        { index: 0, embedding: [1, 0] },
      ],
    });
    const vectors = await create().embed(['a', 'b'], never());
    expect(vectors.map((vector) => [...vector])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('asks for numbers where an upstream refuses to be asked for base64, and remembers that', async () => {
    rule(
      { error: { status: 422, body: '{"detail":"extra fields"}' } },
      ({ body }) => 'encoding_format' in body,
    );
    const embedder = create();
    expect(await embedder.embed(['a', 'b'], never())).toHaveLength(2);
    expect(await embedder.embed(['c', 'd'], never())).toHaveLength(2);
    expect(inputs()).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('cuts what is too long for any model, and never half a letter', async () => {
    const text = `${'x'.repeat(23_999)}😀 and more`;
    await create().embed([text, 'a'], never());
    expect(inputs()).toEqual([[`${'x'.repeat(23_999)}�`, 'a']]);
  });

  it('cuts a text that is refused, and from then on all others, to what the model takes', async () => {
    const long = ({ body }: RecordedRequest) => (body.input as string[]).some(({ length }) => length > 2_000);
    rule({ error: { status: 400, message: 'too many tokens' } }, long);
    const embedder = create();
    await embedder.embed(['short'], never());
    expect(await embedder.embed(['y'.repeat(9_000)], never())).toHaveLength(1);
    expect(await embedder.embed(['z'.repeat(9_000), 'short'], never())).toHaveLength(2);
    const lengths = inputs().map((texts) => texts.map(({ length }) => length));
    expect(lengths).toEqual([[5], [9_000], [4_500], [2_250], [1_125], [1_125, 5]]);
  });

  it('gives up on a text that is refused however short', async () => {
    rule({ error: { status: 400, code: 'bad_text' } }, ({ body }) => (body.input as string[])[0] !== 'fine');
    const embedder = create();
    await embedder.embed(['fine'], never());
    expect(await failure(embedder.embed(['y'.repeat(2_000)], never()))).toMatchObject({
      name: 'UpstreamError',
      status: 400,
      code: 'bad_text',
    });
    expect(inputs().map(([text]) => text?.length)).toEqual([4, 2_000, 1_000, 500]);
  });

  it.each([
    ['fewer', items([1])],
    ['more', items([1], [1], [1])],
    [
      'one twice',
      {
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [1] },
        ],
      },
    ],
    [
      'an index out of range',
      {
        data: [
          { index: 0, embedding: [1] },
          { index: 2, embedding: [1] },
        ],
      },
    ],
    [
      'an index that is no number',
      {
        data: [
          { index: '0', embedding: [1] },
          { index: 1, embedding: [1] },
        ],
      },
    ],
    ['different lengths', items([1, 0], [1])],
    ['words in a vector', items([1], ['1'])],
    ['a null in a vector', items([1], [null])],
    ['what no float holds', items([1], [1e300])],
    ['zeros', items([1], [0])],
    ['nothing', items([], [])],
    ['no vectors', items(undefined, undefined)],
    ['base64 that is cut', items('AACAPw==', 'AACA')],
    ['no list', { data: {} }],
    ['a list of nulls', { data: [null, null] }],
    ['null', 'null'],
    ['a page', '<html>hello'],
    ['half of the answer', '{"data":[{"index":0,'],
  ])('takes no answer with %s', async (_, body) => {
    answers(body);
    expect(await failure(create().embed(['a', 'b'], never()))).toMatchObject({
      name: 'UpstreamProtocolError',
      code: 'upstream_protocol_error',
    });
    expect(simulator.requests).toHaveLength(1);
  });

  it.each([
    [
      { error: { status: 404, code: 'model_not_found', param: 'model' } },
      { status: 404, code: 'model_not_found', param: 'model' },
    ],
    [{ error: { status: 429, headers: { 'retry-after': '7' } } }, { status: 429, retryAfter: 7 }],
    [{ error: { status: 503, body: 'down' } }, { status: 503, code: 'upstream_error' }],
    [{ refuse: true }, { status: 502, code: 'upstream_unreachable' }],
    [{ cut: { afterChunks: 0 } }, { status: 502, code: 'upstream_unreachable' }],
  ] satisfies [Behaviour, object][])(
    'for %j, fails once and says what happened',
    async (behaviour, expected) => {
      rule(behaviour);
      expect(await failure(create().embed(['a', 'b'], never()))).toMatchObject(expected);
      expect(simulator.requests).toHaveLength(1);
    },
  );

  it.each([[{ silence: 'headers' }], [{ silence: { afterChunks: 0 } }]] satisfies [Behaviour][])(
    'waits no longer than it should for %j',
    async (behaviour) => {
      rule(behaviour);
      const error = await failure(create({ timeout: 50 }).embed(['a'], never()));
      expect(error).toMatchObject({ name: 'UpstreamTimeoutError', code: 'upstream_timeout' });
      await simulator.waitFor(({ stats }) => stats().aborted === 1);
    },
  );

  it.each([[{ silence: 'headers' }], [{ silence: { afterChunks: 0 } }]] satisfies [Behaviour][])(
    'ends the request when its signal aborts, for %j',
    async (behaviour) => {
      rule(behaviour);
      const stop = new AbortController();
      const error = failure(create().embed(['a'], stop.signal));
      await simulator.waitFor(({ requests }) => requests.length === 1);
      stop.abort();
      expect(await error).toMatchObject({ name: 'CancelledError' });
      await simulator.waitFor(({ stats }) => stats().aborted === 1);
    },
  );

  it('asks nothing when its signal has aborted', async () => {
    expect(await failure(create().embed(['a'], AbortSignal.abort()))).toMatchObject({
      name: 'CancelledError',
    });
    expect(simulator.requests).toHaveLength(0);
  });

  it('says that the upstream cannot be reached', async () => {
    await simulator.close();
    expect(await failure(create().embed(['a'], never()))).toMatchObject({
      name: 'UpstreamUnreachableError',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it.each([400, 401, 500])('tells nothing of the texts or the key, with status %i', async (status) => {
    rule({ error: { status, message: `I do not like "my diary" of ${KEY}`, code: 'my diary' } });
    const error = await failure(create().embed(['my diary'], never()));
    expect(error).toMatchObject({ status });
    expect(inspect(error, { depth: 12, showHidden: true })).not.toMatch(/diary|sk-secret/);
  });

  it('tells no password of the address', async () => {
    const baseURL = simulator.baseURL.replace('//', '//user:pass-word@');
    const client = new OpenAI({ baseURL, apiKey: KEY, logLevel: 'off' });
    const error = await failure(create({ client }).embed(['a'], never()));
    expect(error).toMatchObject({ code: 'upstream_unreachable' });
    expect(inspect(error, { depth: 12, showHidden: true })).not.toMatch(/pass-word/);
  });
});
