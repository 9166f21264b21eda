import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScriptedToolCall } from '@yychat/simulator';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { collect } from './support/collect.js';
import { keysJson } from './support/keys.js';
import { connect, sdks, type OpenAIClient } from './support/openai-sdks.js';
import { startOverSimulator, type Setup } from './support/over-simulator.js';

const model = 'gpt-4.1';
const messages: ChatCompletionMessageParam[] = [
  { role: 'user', content: 'How warm is it in Oslo, times 7?' },
];
const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const weather = {
  type: 'function' as const,
  function: { name: 'weather', description: 'Weather', parameters },
};
const weatherCall = { id: 'call_weather', name: 'weather', arguments: { city: 'Oslo' } };
const weatherCallSent = {
  id: 'call_weather',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Oslo"}' },
};
const sum: ScriptedToolCall = { id: 'call_sum', name: 'calculator', arguments: { expression: '12 * 7 + 3' } };
const sumSent = {
  id: 'call_sum',
  type: 'function',
  function: { name: 'calculator', arguments: '{"expression":"12 * 7 + 3"}' },
};
const sumResult = { role: 'tool', tool_call_id: 'call_sum', content: '87' };

const STRANGER = {
  key: 'test-stranger-key-0123456789',
  name: 'stranger',
  role: 'client',
  tenant: 'elsewhere',
} as const;

let setup: Setup;
beforeAll(async () => {
  setup = await startOverSimulator({
    env: { YYCHAT_API_KEYS_FILE: 'keys.json' },
    files: { 'keys.json': keysJson([STRANGER]) },
  });
});
afterAll(() => setup.stop());
beforeEach(() => setup.upstream.reset());

const received = () => setup.turns().map(({ body }) => body);

describe.each(sdks)('%s', (_, sdk) => {
  let openai: OpenAIClient;
  beforeAll(() => {
    openai = connect(sdk, setup.service.baseURL);
  });

  describe("tools of the client's own", () => {
    it('are offered before those of the server, and a call to one is returned', async () => {
      setup.upstream.enqueue({ toolCalls: [weatherCall] });
      const { choices } = await openai.chat.completions.create({ model, messages, tools: [weather] });
      expect(choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: { role: 'assistant', content: null, tool_calls: [weatherCallSent] },
      });
      expect(received()).toHaveLength(1);
      expect(received()[0]!.tools![0]).toEqual(weather);
      expect(received()[0]!.tools!.map((tool) => tool.function.name)).toContain('calculator');
    });

    it('are called in a stream by index, with arguments that come in pieces', async () => {
      const second = { id: 'call_2', name: 'weather', arguments: { city: 'Bergen' } };
      setup.upstream.enqueue({ toolCalls: [weatherCall, second] });
      const chunks = await collect(
        await openai.chat.completions.create({ model, messages, tools: [weather], stream: true }),
      );
      const deltas = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
      const argumentsOf = (index: number) =>
        deltas
          .filter((delta) => delta.index === index)
          .map((delta) => delta.function?.arguments ?? '')
          .join('');
      expect(deltas.filter(({ id }) => id !== undefined).map(({ index, id }) => [index, id])).toEqual([
        [0, 'call_weather'],
        [1, 'call_2'],
      ]);
      expect([argumentsOf(0), argumentsOf(1)]).toEqual(['{"city":"Oslo"}', '{"city":"Bergen"}']);
      expect(deltas.length).toBeGreaterThan(4);
      expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe('tool_calls');
    });

    it('are the ones meant where the server has one of the same name', async () => {
      setup.upstream.enqueue({ toolCalls: [sum] });
      const own = {
        type: 'function' as const,
        function: { name: 'calculator', parameters: { type: 'object' } },
      };
      const { choices } = await openai.chat.completions.create({ model, messages, tools: [own] });
      expect(choices[0]!.message.tool_calls).toEqual([sumSent]);
      expect(received()[0]!.tools!.filter((tool) => tool.function.name === 'calculator')).toEqual([own]);
    });

    it.each([false, true])('are run by the runner of the SDK to the end (stream: %s)', async (stream) => {
      setup.upstream.enqueue({ toolCalls: [weatherCall] }, { reply: 'It is 12 degrees.' });
      const asked: unknown[] = [];
      const tool = {
        type: 'function' as const,
        function: {
          name: 'weather',
          description: 'Weather',
          parameters,
          parse: JSON.parse as (text: string) => { city: string },
          function: (given: { city: string }) => {
            asked.push(given);
            return '12 degrees';
          },
        },
      };
      const runner = stream
        ? openai.chat.completions.runTools({ model, messages, tools: [tool], stream: true })
        : openai.chat.completions.runTools({ model, messages, tools: [tool] });
      expect(await runner.finalContent()).toBe('It is 12 degrees.');
      expect(asked).toEqual([{ city: 'Oslo' }]);
      expect(received()[1]!.messages!.slice(1)).toMatchObject([
        { role: 'assistant', tool_calls: [weatherCallSent] },
        { role: 'tool', tool_call_id: 'call_weather', content: '12 degrees' },
      ]);
    });
  });

  describe('tools of the server', () => {
    it('are run without the client seeing the call, and the tokens of all steps are added up', async () => {
      setup.upstream.enqueue(
        { toolCalls: [sum], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } },
        { reply: 'It is 87.', usage: { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27 } },
      );
      const { choices, usage } = await openai.chat.completions.create({ model, messages });
      expect(choices).toHaveLength(1);
      expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'It is 87.' } });
      expect(choices[0]!.message.tool_calls).toBeUndefined();
      expect(usage).toEqual({ prompt_tokens: 30, completion_tokens: 12, total_tokens: 42 });
      expect(received()[1]!.messages).toEqual([
        ...messages,
        { role: 'assistant', content: null, tool_calls: [sumSent] },
        sumResult,
      ]);
    });

    it('are run in the middle of a stream, which goes on as one answer', async () => {
      setup.upstream.enqueue(
        {
          reply: 'Let me see.',
          toolCalls: [sum],
          usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
        },
        { reply: 'It is 87.', usage: { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27 } },
      );
      const chunks = await collect(
        await openai.chat.completions.create({
          model,
          messages,
          stream: true,
          stream_options: { include_usage: true },
        }),
      );
      const choices = chunks.flatMap((chunk) => chunk.choices);
      expect(choices.map(({ delta }) => delta.content ?? '').join('')).toBe('Let me see.\n\nIt is 87.');
      expect(choices.flatMap(({ delta }) => delta.tool_calls ?? [])).toEqual([]);
      expect(choices.filter(({ delta }) => delta.role !== undefined)).toHaveLength(1);
      expect(choices.map(({ finish_reason }) => finish_reason).filter(Boolean)).toEqual(['stop']);
      expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
      expect(chunks.at(-1)!.usage).toEqual({ prompt_tokens: 30, completion_tokens: 12, total_tokens: 42 });
    });

    it('that fail are told to the model, not to the client', async () => {
      setup.upstream.enqueue(
        { toolCalls: [{ ...sum, arguments: '{"expression": 12' }] },
        { reply: 'I cannot say.' },
      );
      const { choices } = await openai.chat.completions.create({ model, messages });
      expect(choices[0]!.message.content).toBe('I cannot say.');
      expect(received()[1]!.messages!.at(-1)).toMatchObject({
        tool_call_id: 'call_sum',
        content: expect.stringContaining('"error"'),
      });
    });

    it('are called once where the client forces a call', async () => {
      setup.upstream.enqueue({ toolCalls: [sum] }, { reply: 'It is 87.' });
      const tool_choice = { type: 'function' as const, function: { name: 'calculator' } };
      const { choices } = await openai.chat.completions.create({ model, messages, tool_choice });
      expect(choices[0]!.message.content).toBe('It is 87.');
      expect(received().map((body) => body.tool_choice)).toEqual([tool_choice, undefined]);
    });
  });

  describe('tools of both in one turn', () => {
    it.each([false, true])('show the client its own call only (stream: %s)', async (stream) => {
      setup.upstream.enqueue({ toolCalls: [sum, weatherCall] });
      const params = { model, messages, tools: [weather] };
      const completion = stream
        ? await openai.chat.completions.stream(params).finalChatCompletion()
        : await openai.chat.completions.create(params);
      expect(completion.choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: { tool_calls: [weatherCallSent] },
      });
      expect(completion.choices[0]!.message.tool_calls).toHaveLength(1);
      expect(received()).toHaveLength(1);
    });

    it('give the model the work of the server again when the client comes back', async () => {
      setup.upstream.enqueue({ reply: 'I ask both.', toolCalls: [sum, weatherCall] }, { reply: 'Done.' });
      const tools = [weather];
      const { choices } = await openai.chat.completions.create({ model, messages, tools });
      const result = { role: 'tool' as const, tool_call_id: 'call_weather', content: '12 degrees' };
      const followUp = [...messages, choices[0]!.message, result];
      const answer = await openai.chat.completions.create({ model, messages: followUp, tools });
      expect(answer.choices[0]!.message.content).toBe('Done.');
      expect(received()[1]!.messages).toEqual([
        ...messages,
        { role: 'assistant', content: 'I ask both.', tool_calls: [sumSent, weatherCallSent] },
        sumResult,
        result,
      ]);
    });

    it('do so as well where the calls came one after the other', async () => {
      setup.upstream.enqueue({ toolCalls: [sum] }, { toolCalls: [weatherCall] }, { reply: 'Done.' });
      const tools = [weather];
      const message = await openai.chat.completions.stream({ model, messages, tools }).finalMessage();
      expect(message.tool_calls).toMatchObject([weatherCallSent]);
      const result = { role: 'tool' as const, tool_call_id: 'call_weather', content: '12 degrees' };
      const followUp = [...messages, message, result];
      const answer = await openai.chat.completions.create({ model, messages: followUp, tools });
      expect(answer.choices[0]!.message.content).toBe('Done.');
      expect(received()[2]!.messages).toEqual([
        ...messages,
        { role: 'assistant', content: null, tool_calls: [sumSent] },
        sumResult,
        { role: 'assistant', content: null, tool_calls: [weatherCallSent] },
        result,
      ]);
    });

    it('keep that work from other conversations, where an upstream uses the same ids again', async () => {
      setup.upstream.enqueue({ toolCalls: [sum, weatherCall] }, { toolCalls: [weatherCall] });
      const tools = [weather];
      await openai.chat.completions.create({ model, messages, tools });
      const other: ChatCompletionMessageParam[] = [{ role: 'user', content: 'How warm is it?' }];
      const { choices } = await openai.chat.completions.create({ model, messages: other, tools });
      const result = { role: 'tool' as const, tool_call_id: 'call_weather', content: '12 degrees' };
      const followUp = [...other, choices[0]!.message, result];
      await openai.chat.completions.create({ model, messages: followUp, tools });
      expect(JSON.stringify(received()[2]!.messages)).not.toContain('call_sum');
    });

    it('keep that work from other tenants', async () => {
      setup.upstream.enqueue({ toolCalls: [sum, weatherCall] });
      const tools = [weather];
      const { choices } = await openai.chat.completions.create({ model, messages, tools });
      const result = { role: 'tool' as const, tool_call_id: 'call_weather', content: '12 degrees' };
      const stranger = connect(sdk, setup.service.baseURL, STRANGER.key);
      await stranger.chat.completions.create({
        model,
        messages: [...messages, choices[0]!.message, result],
        tools,
      });
      expect(JSON.stringify(received()[1]!.messages)).not.toContain('call_sum');
    });
  });
});
