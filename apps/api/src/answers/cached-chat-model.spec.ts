import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryCache } from '@yychat/cache';
import {
  CompletionCollector,
  createPipelineEngine,
  type ChatCompletionChunk,
  type ChatModel,
  type ChatModelRequest,
  type ChunkDelta,
  type EngineEvent,
  type ModelChunk,
} from '@yychat/engine-core';
import { CachedChatModel } from './cached-chat-model.js';
import type { StoredAnswer } from './stored-answer.js';

const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const chunk = (delta: ChunkDelta, finish: string | null = null): ChatCompletionChunk => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'gpt-4.1-2025',
  system_fingerprint: 'fp_1',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const hello = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'Hel' }),
  chunk({ content: 'lo.', reasoning_content: 'I greet.' }),
  chunk({}, 'stop'),
  { ...chunk({}), choices: [], usage },
];
const whole = [{ ...chunk({ role: 'assistant', content: 'Hello.', refusal: null }, 'stop'), usage }];

let asked: number;
let answer: readonly ChatCompletionChunk[];
let failure: Error | undefined;
let cache: MemoryCache<StoredAnswer>;
let model: CachedChatModel;

beforeEach(() => {
  asked = 0;
  answer = hello;
  failure = undefined;
  cache = new MemoryCache<StoredAnswer>();
  const upstream: ChatModel = {
    async *generate(): AsyncGenerator<ModelChunk> {
      asked++;
      for (const data of answer) yield await Promise.resolve({ data, raw: JSON.stringify(data) });
      if (failure !== undefined) throw failure;
    },
    healthCheck: () => Promise.resolve({ name: 'upstream', status: 'up', latency: 0, required: true }),
  };
  model = new CachedChatModel(upstream, cache, { ttl: 60_000, upstream: 'https://one' });
});

const request: ChatModelRequest = {
  model: 'gpt-4.1',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
  options: { temperature: 0 },
};
async function generate(more: Partial<ChatModelRequest> = {}, cacheScope: string | null = 'tenant') {
  const context = { signal: new AbortController().signal, requestId: `r${asked}` };
  const chunks: ModelChunk[] = [];
  for await (const each of model.generate(
    { ...request, ...more },
    { ...context, ...(cacheScope !== null && { cacheScope }) },
  ))
    chunks.push(each);
  // What is kept is kept after the answer.
  await new Promise((resolve) => setImmediate(resolve));
  return chunks;
}
const said = (chunks: readonly ModelChunk[]) =>
  chunks.map(({ data }) => data.choices[0]?.delta.content ?? '').join('');

it('asks the upstream once for equal requests, and says which answer it had', async () => {
  const first = await generate();
  const second = await generate();
  expect(asked).toBe(1);
  expect(first.map(({ cacheHit }) => cacheHit)).toEqual([false, ...Array(4).fill(undefined)]);
  expect(second.map(({ cacheHit }) => cacheHit)).toEqual([true, ...Array(4).fill(undefined)]);
});

it('replays what was said, under another id, its prompt as read from a cache', async () => {
  await generate();
  const chunks = (await generate()).map(({ data }) => data);
  expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(['chatcmpl-r1']));
  expect(chunks).toEqual([
    ...hello.slice(0, 4).map((each) => ({ ...each, id: 'chatcmpl-r1' })),
    {
      ...hello[4],
      id: 'chatcmpl-r1',
      usage: { ...usage, prompt_tokens_details: { cached_tokens: 9 } },
    },
  ]);
});

it('gives what came as a stream to one who wants it whole', async () => {
  await generate();
  const engine = createPipelineEngine({ name: 'e', version: '1', description: '' }, { model });
  const turn = { ...request, id: 't', tenant: 'tenant', stream: false, useTools: false };
  const collector = new CompletionCollector();
  const events: EngineEvent[] = [];
  for await (const event of engine.generateResponse(turn, { signal: new AbortController().signal })) {
    collector.accept(event);
    events.push(event);
  }
  expect(asked).toBe(1);
  expect(collector.completion({ id: '', created: 0, model: '' })).toEqual({
    id: 'chatcmpl-t',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-4.1-2025',
    system_fingerprint: 'fp_1',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Hello.', reasoning_content: 'I greet.' },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { ...usage, prompt_tokens_details: { cached_tokens: 9 } },
  });
  expect(events[0]).toMatchObject({ type: 'message-start', answerCacheHit: true });
  expect(events.filter((event) => event.type === 'stage-end' && event.stage === 'openai_api')).toEqual([]);
});

it('gives what came whole as a stream: the role, the text, the end', async () => {
  answer = whole;
  await generate({ stream: false });
  const chunks = await generate();
  expect(asked).toBe(1);
  expect(chunks.map(({ data }) => data.choices)).toEqual([
    [{ index: 0, delta: { role: 'assistant' }, finish_reason: null }],
    [{ index: 0, delta: { content: 'Hello.', refusal: null }, finish_reason: null }],
    [{ index: 0, delta: {}, finish_reason: 'stop' }],
    [],
  ]);
});

it('shares nothing between scopes, nor what belongs to none', async () => {
  await generate({}, 'one');
  await generate({}, 'two');
  await generate({}, null);
  await generate({}, null);
  expect(asked).toBe(4);
});

describe('does not keep an answer that', () => {
  const call = { index: 0, id: 'call_1', function: { name: 'f', arguments: '{}' } };
  it.each<[string, readonly ChatCompletionChunk[]]>([
    ['was cut for its length', [chunk({ role: 'assistant', content: 'Hel' }, 'length')]],
    ['was filtered', [chunk({ content: 'Hel' }), chunk({}, 'content_filter')]],
    ['has no end', hello.slice(0, 3)],
    ['calls a tool', [chunk({ tool_calls: [call] }), chunk({}, 'stop')]],
    ['has two choices', [...whole, { ...whole[0]!, choices: [{ ...whole[0]!.choices[0]!, index: 1 }] }]],
    ['is too long', [chunk({ content: 'x'.repeat(1_100_000) }), chunk({}, 'stop')]],
    ['is far too long', [...Array(5).fill(chunk({ content: 'x'.repeat(1_048_576) })), chunk({}, 'stop')]],
  ])('%s', async (_, given) => {
    answer = given;
    await generate();
    const again = await generate();
    expect(asked).toBe(2);
    expect(again[0]!.cacheHit).toBe(false);
    expect(said(again)).toBe(given.map(({ choices }) => choices[0]?.delta.content ?? '').join(''));
  });

  it('ended in an error', async () => {
    failure = new Error('The connection was cut.');
    await expect(generate()).rejects.toThrow('cut');
    await expect(generate()).rejects.toThrow('cut');
    expect(asked).toBe(2);
  });

  it('its client did not wait for', async () => {
    const context = { signal: new AbortController().signal, requestId: 'r', cacheScope: 'tenant' };
    for await (const { data } of model.generate(request, context)) {
      if (data.choices[0]?.delta.content === 'Hel') break;
    }
    await generate();
    expect(asked).toBe(2);
  });
});

it('asks the upstream where the cache holds something else', async () => {
  cache.get = () => Promise.resolve({ head: {}, parts: 5 } as unknown as StoredAnswer);
  expect(said(await generate())).toBe('Hello.');
  expect(asked).toBe(1);
});
