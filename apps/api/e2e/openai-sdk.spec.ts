import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '@yychat/simulator';
import { collect } from './support/collect.js';
import { connect, sdks, type OpenAIClient } from './support/openai-sdks.js';
import { ENGINE_UNDER_TEST, startOverSimulator, UPSTREAM_KEY, type Setup } from './support/over-simulator.js';

const model = 'gpt-4.1';
const messages = [{ role: 'user' as const, content: 'hi' }];
const PIRATE = {
  id: 'pirate',
  name: 'Pirate',
  system_prompt: 'Talk like a pirate.',
  allowed_tools: [{ tool_name: 'calculator', description: 'Counts doubloons.' }],
};

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { PERSONALITIES_DIR: 'personalities' },
    files: { 'personalities/pirate.json': JSON.stringify(PIRATE) },
    simulator: { models: ['gpt-4.1', 'org/model'] },
  });
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

/** The body of the last chat request that reached the upstream. */
const received = () => setup.turns().at(-1)!.body;
const toolsReceived = () => received().tools?.map((tool) => tool.function.name);

describe.each(sdks)('%s', (_, sdk) => {
  let openai: OpenAIClient;
  let direct: OpenAIClient;
  beforeAll(() => {
    openai = connect(sdk, setup.service.baseURL);
    direct = connect(sdk, setup.upstream.baseURL, UPSTREAM_KEY);
  });

  describe('a whole answer', () => {
    it('is what the upstream says, field for field', async () => {
      const behaviour: Behaviour = {
        reply: 'Good day.',
        extra: {
          delta: { reasoning_content: 'They greet me.', annotations: [{ type: 'url_citation' }] },
          choice: {
            logprobs: { content: [{ token: 'Good', logprob: -0.1, bytes: null, top_logprobs: [] }] },
          },
          chunk: { service_tier: 'flex', x_future: { deep: [1, 2] } },
        },
      };
      setup.upstream.enqueue(behaviour, behaviour);
      const expected = await direct.chat.completions.create({ model, messages });
      const { id, ...rest } = await openai.chat.completions.create({
        model,
        messages,
        metadata: { use_tools: 'false' },
      });
      expect(rest).toEqual({ ...expected, id: undefined, created: rest.created });
      expect(id).toMatch(/^chatcmpl-/);
      expect(rest.choices[0]!.message).toMatchObject({ reasoning_content: 'They greet me.' });
    });

    it('has every choice that was asked for', async () => {
      const { choices } = await openai.chat.completions.create({ model, messages, n: 2 });
      expect(choices.map(({ index, message }) => [index, message.content])).toEqual([
        [0, 'Hello from the simulator.'],
        [1, 'Hello from the simulator.'],
      ]);
    });

    it('is parsed where a schema was asked for, and the upstream is given that schema', async () => {
      const response_format = {
        type: 'json_schema' as const,
        json_schema: {
          name: 'sum',
          strict: true,
          schema: { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] },
        },
      };
      setup.upstream.enqueue({ reply: '{"sum": 87}' });
      const parsed = await openai.chat.completions.parse({ model, messages, response_format });
      expect(parsed.choices[0]!.message.parsed).toEqual({ sum: 87 });
      expect(received()['response_format']).toEqual(response_format);
    });

    it('tells in its headers who answered and what it cost', async () => {
      const { data, response, request_id } = await openai.chat.completions
        .create({ model, messages })
        .withResponse();
      expect(data.choices).toHaveLength(1);
      expect(request_id).toMatch(/^req_/);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': expect.stringMatching(/^application\/json/),
        'x-request-id': request_id,
        'x-yychat-engine': ENGINE_UNDER_TEST,
        'x-yychat-engine-epoch': '1',
        'x-yychat-memory': 'off',
        'x-yychat-overhead-ms': expect.stringMatching(/^\d+\.\d{3}$/),
      });
      const sent = setup.turns().at(-1)!.headers;
      expect(sent['x-client-request-id']).toBe(request_id);
      expect(sent.authorization).toBe(`Bearer ${UPSTREAM_KEY}`);
    });
  });

  describe('a stream', () => {
    it('is what the upstream streams, chunk for chunk', async () => {
      const behaviour: Behaviour = {
        reply: '早上好，good day.',
        extra: {
          delta: { reasoning_content: 'hm' },
          choice: { logprobs: { content: [] } },
          chunk: { service_tier: 'flex', x_future: 1 },
        },
      };
      setup.upstream.enqueue(behaviour, behaviour);
      const params = { model, messages, stream: true, stream_options: { include_usage: true } } as const;
      const expected = await collect(await direct.chat.completions.create(params));
      const chunks = await collect(
        await openai.chat.completions.create({ ...params, metadata: { use_tools: 'false' } }),
      );
      const { id, created } = chunks[0]!;
      const delivered = expected.map((chunk) => ({ ...chunk, id, created }));
      expect(chunks.slice(0, -1)).toEqual(delivered.slice(0, -1));
      expect(chunks.at(-1)).toMatchObject({ id, model, choices: [], usage: expected.at(-1)!.usage });
    });

    it('says the role first, then the text, then why it ended, and of usage nothing unasked', async () => {
      const stream = await openai.chat.completions.create({ model, messages, stream: true });
      const chunks = await collect(stream);
      expect(chunks[0]!.choices[0]!.delta.role).toBe('assistant');
      expect(chunks.slice(1).some(({ choices }) => choices[0]?.delta.role !== undefined)).toBe(false);
      expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(
        'Hello from the simulator.',
      );
      expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe('stop');
      expect(chunks.slice(0, -1).every(({ choices }) => choices[0]?.finish_reason === null)).toBe(true);
      expect(chunks.every(({ usage }) => usage == null)).toBe(true);
      expect(new Set(chunks.map(({ id, created }) => `${id} ${created}`)).size).toBe(1);
    });

    it('ends with the usage, and nothing but the usage, where that was asked for', async () => {
      const usage = { prompt_tokens: 11, completion_tokens: 4, total_tokens: 15 };
      setup.upstream.enqueue({ usage });
      const chunks = await collect(
        await openai.chat.completions.create({
          model,
          messages,
          stream: true,
          stream_options: { include_usage: true },
        }),
      );
      expect(chunks.at(-1)).toMatchObject({ choices: [], usage });
      expect(chunks.slice(0, -1).every((chunk) => chunk.choices.length === 1 && chunk.usage == null)).toBe(
        true,
      );
    });

    it('is put together by the helper of the SDK, text and usage', async () => {
      setup.upstream.enqueue({ reply: ['One, ', 'two, ', 'three.'] });
      const runner = openai.chat.completions.stream({
        model,
        messages,
        stream_options: { include_usage: true },
      });
      const deltas: string[] = [];
      runner.on('content', (delta) => deltas.push(delta));
      expect(await runner.finalContent()).toBe('One, two, three.');
      expect(await runner.finalMessage()).toMatchObject({ role: 'assistant', content: 'One, two, three.' });
      expect((await runner.totalUsage()).completion_tokens).toBeGreaterThan(0);
      expect(deltas.filter(Boolean)).toEqual(['One, ', 'two, ', 'three.']);
    });

    it('interleaves the choices that were asked for', async () => {
      setup.upstream.enqueue({ reply: ['One, ', 'two.'] });
      const completion = await openai.chat.completions
        .stream({ model, messages, n: 2 })
        .finalChatCompletion();
      expect(completion.choices.map(({ message }) => message.content)).toEqual(['One, two.', 'One, two.']);
    });

    it('tells in its headers who answers', async () => {
      const response = await openai.chat.completions.create({ model, messages, stream: true }).asResponse();
      await response.text();
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'x-request-id': expect.stringMatching(/^req_/),
        'x-yychat-engine': ENGINE_UNDER_TEST,
        'x-yychat-engine-epoch': '1',
        'x-yychat-memory': 'off',
      });
      expect(response.headers.has('x-yychat-overhead-ms')).toBe(false);
    });
  });

  describe('a request', () => {
    it('reaches the upstream with fields that the service does not know, as they came', async () => {
      const unknown = { reasoning_effort: 'low', top_k: 40, x_future: { deep: [1, { a: null }] } };
      const known = {
        temperature: 0.5,
        logprobs: true,
        top_logprobs: 2,
        seed: 7,
        service_tier: 'flex' as const,
      };
      await openai.chat.completions.create({
        model,
        messages,
        ...known,
        ...(unknown as object),
        metadata: { use_tools: 'false' },
      });
      expect(received()).toEqual({ model, messages, stream: false, ...known, ...unknown });
    });

    it('keeps pictures, and all other parts of a message', async () => {
      const seen = [
        {
          role: 'user' as const,
          name: 'ann',
          content: [
            { type: 'text' as const, text: 'What is this?' },
            {
              type: 'image_url' as const,
              image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' as const },
            },
          ],
        },
      ];
      await openai.chat.completions.create({ model, messages: seen });
      expect(received().messages).toEqual(seen);
    });

    it('takes the fields of the service from metadata, and passes the rest of it on', async () => {
      await openai.chat.completions.create({
        model,
        messages,
        store: true,
        metadata: { personality_id: 'pirate', conversation_id: 'c-1', topic: 'sea' },
      });
      const [system, ...rest] = received().messages!;
      expect(system).toMatchObject({
        role: 'system',
        content: expect.stringContaining(PIRATE.system_prompt),
      });
      expect(rest).toEqual(messages);
      expect(received().metadata).toEqual({ topic: 'sea' });
      expect(received().tools).toMatchObject([
        { function: { name: 'calculator', description: 'Counts doubloons.' } },
      ]);
    });

    it('takes the fields of the service at the top level as well, and passes none of them on', async () => {
      const extra: object = { personality_id: 'pirate', use_tools: false, conversation_id: 'c-1' };
      await openai.chat.completions.create({ model, messages, ...extra });
      expect(received().messages![0]!.content).toContain(PIRATE.system_prompt);
      expect(Object.keys(received()).sort()).toEqual(['messages', 'model', 'stream']);
    });

    it("offers the server's tools unless it says no", async () => {
      await openai.chat.completions.create({ model, messages });
      expect(toolsReceived()).toEqual(['calculator', 'current_time']);
      await openai.chat.completions.create({ model, messages, metadata: { use_tools: 'false' } });
      expect(toolsReceived()).toBeUndefined();
    });
  });

  describe('models', () => {
    it('are those of the upstream', async () => {
      const { data } = await openai.models.list();
      expect(data).toEqual((await direct.models.list()).data);
      expect(data.map(({ id }) => id)).toEqual(['gpt-4.1', 'org/model']);
    });

    it.each(['gpt-4.1', 'org/model'])('can be asked for one by one: %s', async (id) => {
      expect(await openai.models.retrieve(id)).toMatchObject({ id, object: 'model' });
    });
  });
});
