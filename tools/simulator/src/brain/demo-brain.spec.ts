import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import { collect } from '../../e2e/raw-client.js';
import { startSimulator, type Simulator } from '../simulator.js';

type Message = OpenAI.ChatCompletionMessageParam;
type Params = Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;

let simulator: Simulator;
let openai: OpenAI;
beforeAll(async () => {
  simulator = await startSimulator({ demo: true });
  openai = new OpenAI({ baseURL: simulator.baseURL, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => simulator.close());

const tool = (
  name: string,
  properties: object,
  required: string[] = [],
): OpenAI.ChatCompletionFunctionTool => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties, required } },
});
const tools = [
  tool('calculator', { expression: { type: 'string' } }),
  tool('current_time', { timezone: { type: 'string' } }),
  tool('search', { query: { type: 'string' }, limit: { type: 'integer', minimum: 3 } }, ['query', 'limit']),
];

async function ask(content: string | Message[], more: Params = {}) {
  const messages = typeof content === 'string' ? [{ role: 'user' as const, content }] : content;
  const answer = await openai.chat.completions.create({ model: 'gpt-4.1', messages, ...more });
  const { message } = answer.choices[0]!;
  const calls = message.tool_calls?.map((call) => (call.type === 'function' ? call.function : call.custom));
  return {
    text: message.content ?? '',
    calls,
    finish: answer.choices[0]!.finish_reason,
    usage: answer.usage!,
  };
}

describe('the demo', () => {
  it('says what it is, how to connect a model, and what was asked', async () => {
    const { text } = await ask('Who painted the Mona Lisa?');
    expect(text).toMatch(/demo.*no language model.*OPENAI_API_KEY.*OPENAI_BASE_URL/s);
    expect(text).toContain('“Who painted the Mona Lisa?”');
    expect(text).not.toMatch(/\p{Script=Han}/u);
  });

  it('says it in Chinese when asked in Chinese', async () => {
    const { text } = await ask('谁画了蒙娜丽莎？');
    expect(text).toMatch(/演示.*OPENAI_API_KEY.*OPENAI_BASE_URL.*谁画了蒙娜丽莎？/s);
  });

  it('lists the memories it was given', async () => {
    const block =
      '<recalled_memories>\n- [2026-11-22 user] "My dog is Rex"\n- [2026-11-20 user] "I live in Ulm"\n</recalled_memories>';
    const { text } = await ask([
      { role: 'system', content: `You are a pirate.\n${block}` },
      { role: 'user', content: 'What is my dog called?' },
    ]);
    expect(text).toContain(
      '2 memories:\n- [2026-11-22 user] "My dog is Rex"\n- [2026-11-20 user] "I live in Ulm"',
    );
    expect(text).toContain('“You are a pirate.”');
    expect((await ask('What is my dog called?')).text).toContain('no memories');
  });

  it('answers the question, and not what is recalled in front of it', async () => {
    const block =
      '<recalled_memories>\nQuotes from earlier.\n- [2026-11-22 user] "What is 59 * 7?"\n</recalled_memories>';
    const { text, calls } = await ask([{ role: 'user', content: `${block}\n\nWhat is my dog called?` }], {
      tools,
    });
    expect(calls).toBeUndefined();
    expect(text).toContain('You asked: “What is my dog called?”');
    expect(text).toContain('this memory:\n- [2026-11-22 user] "What is 59 * 7?"');
  });

  it.each([
    ['what is 12*7+3?', 'calculator', { expression: '12*7+3' }],
    ['23 加 19 等于多少', 'calculator', { expression: '23 + 19' }],
    ['What time is it in Tokyo?', 'current_time', { timezone: 'Asia/Tokyo' }],
    ['现在几点？', 'current_time', {}],
  ])('for “%s” calls %s', async (question, name, args) => {
    const { calls, finish } = await ask(question, { tools });
    expect(calls).toEqual([{ name, arguments: JSON.stringify(args) }]);
    expect(finish).toBe('tool_calls');
  });

  it('calls both when asked for both, one when told one at a time', async () => {
    const both = 'what is 2+2 and what time is it?';
    expect((await ask(both, { tools })).calls).toHaveLength(2);
    expect((await ask(both, { tools, parallel_tool_calls: false })).calls).toHaveLength(1);
  });

  it.each<[string, string, Params]>([
    ['a tool that is not offered', 'what is 2+2?', { tools: tools.slice(1) }],
    ['tools it must not use', 'what is 2+2?', { tools, tool_choice: 'none' }],
    ['tools that do not fit', 'hello', { tools }],
  ])('calls none of %s', async (_, question, more) => {
    const { calls, text } = await ask(question, more);
    expect(calls).toBeUndefined();
    expect(text).toContain('demo');
  });

  it.each<[string, Params, string, object]>([
    ['has to', { tools: tools.slice(2), tool_choice: 'required' }, 'search', { query: 'hello', limit: 3 }],
    [
      'is told to',
      { tools, tool_choice: { type: 'function', function: { name: 'search' } } },
      'search',
      { query: 'hello', limit: 3 },
    ],
  ])('calls a tool it does not know when it %s', async (_, more, name, args) => {
    expect((await ask('hello', more)).calls).toEqual([{ name, arguments: JSON.stringify(args) }]);
  });

  it('says what the tools found', async () => {
    const call = (id: string, name: string) => ({
      id,
      type: 'function' as const,
      function: { name, arguments: '{}' },
    });
    const { text, calls } = await ask(
      [
        { role: 'user', content: 'what is 12*7+3?' },
        { role: 'assistant', content: null, tool_calls: [call('a', 'calculator'), call('b', 'search')] },
        { role: 'tool', tool_call_id: 'b', content: 'nothing' },
        { role: 'tool', tool_call_id: 'a', content: '87' },
      ],
      { tools, tool_choice: 'required' },
    );
    expect(calls).toBeUndefined();
    expect(text).toMatch(/^search says: nothing\ncalculator says: 87\n/);
  });

  it('answers in JSON when asked to', async () => {
    const schema = {
      type: 'object',
      properties: { facts: { type: 'array', items: {} } },
      required: ['facts'],
    };
    const object = await ask('hello', { response_format: { type: 'json_object' } });
    expect(JSON.parse(object.text)).toMatchObject({ demo: true });
    const shaped = await ask('hello', {
      response_format: { type: 'json_schema', json_schema: { name: 'f', schema } },
    });
    expect(JSON.parse(shaped.text)).toEqual({ facts: [] });
  });

  it('charges for what was said', async () => {
    const short = await ask('hello');
    const long = await ask('hello '.repeat(200));
    expect(long.usage.prompt_tokens).toBeGreaterThan(short.usage.prompt_tokens + 200);
    expect(short.usage.completion_tokens).toBe(Math.ceil(short.text.length / 4));
  });

  it('streams word by word, at a pace', async () => {
    const started = performance.now();
    const stream = await openai.chat.completions.create({
      model: 'gpt-4.1',
      messages: [{ role: 'user', content: 'hello' }],
      stream: true,
    });
    const words = (await collect(stream)).map((chunk) => chunk.choices[0]?.delta.content ?? '');
    expect(words.filter((word) => /^\s*\S+$/.test(word)).length).toBeGreaterThan(20);
    expect(performance.now() - started).toBeGreaterThan(20 * 24);
  });

  it('keeps no requests', () => {
    expect(simulator.stats().requests).toBeGreaterThan(10);
    expect(simulator.requests).toEqual([]);
  });
});
