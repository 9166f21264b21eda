import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createChatEngine } from '@yychat/engine-chat';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import {
  InvalidToolError,
  parseChatRequest,
  type ChatEngine,
  type ChatModel,
  type EngineParts,
  type FunctionTool,
  type Tool,
  type Turn,
} from '@yychat/engine-core';
import { fixedTools } from '@yychat/engine-core/testing';
import { ToolRegistry } from '@yychat/engine-core/tools';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { createMem0Engine } from './mem0-engine.js';

type Json = Readonly<Record<string, unknown>>;

/** What an OpenAI-compatible upstream would refuse about one of `tools`; undefined: nothing. By OpenAI's API reference. */
function refusal(tool: Json): string | undefined {
  if (tool['type'] !== 'function') return 'type';
  const fn = tool['function'] as Json | undefined;
  if (typeof fn !== 'object') return 'function';
  const { name, description, parameters, strict } = fn;
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return 'name';
  if (description !== undefined && typeof description !== 'string') return 'description';
  if (strict !== undefined && strict !== null && typeof strict !== 'boolean') return 'strict';
  if (parameters === undefined) return undefined;
  const { type, properties, required = [] } = parameters as Json;
  if (type !== 'object') return 'parameters';
  if (properties !== undefined && (typeof properties !== 'object' || Array.isArray(properties)))
    return 'properties';
  return Array.isArray(required) ? undefined : 'required';
}

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
/** What the service's forerunner sent for a tool of its own. */
const bare = { name: 'get_weather', description: 'Tells the weather.', parameters };

const serverTool = (changes: object = {}): Tool => ({
  definition: { name: 'get_weather', description: 'Tells the weather.', parameters, ...changes },
  source: 'builtin',
  execute: () => Promise.resolve('Sunny.'),
});
const clientTool: FunctionTool = {
  type: 'function',
  function: {
    name: 'book-table_2',
    description: 'Books a table.',
    parameters: { ...parameters, additionalProperties: false },
    strict: true,
  },
};

let simulator: Simulator;
let model: OpenAIChatModel;
beforeAll(async () => {
  simulator = await startSimulator();
  model = await OpenAIChatModel.create({
    client: new OpenAI({ baseURL: simulator.baseURL, apiKey: 'sk-kit', logLevel: 'off' }),
    maxRetries: 0,
  });
});
beforeEach(() => simulator.reset());
afterAll(async () => {
  await model.close();
  await simulator.close();
});

const engines: Readonly<Record<string, (parts: EngineParts) => ChatEngine>> = {
  mem0_proxy: createMem0Engine,
  chat_engine: createChatEngine,
};

describe.each(Object.entries(engines))('the tools that %s sends upstream', (_, create) => {
  async function sent(tools: readonly Tool[], turn: Partial<Turn> = {}): Promise<readonly Json[]> {
    const engine = create({ model, tools: new ToolRegistry(tools) });
    const asked: Turn = {
      ...{ id: 'req_1', tenant: 't', model: 'gpt-4.1', stream: true, useTools: true, options: {} },
      ...{ messages: [{ role: 'user', content: 'How is the weather?' }], ...turn },
    };
    for await (const event of engine.generateResponse(asked, { signal: new AbortController().signal }))
      expect(event.type).not.toBe('error');
    return simulator.requests.at(-1)?.body.tools ?? [];
  }

  it('are valid, its own and the client’s', async () => {
    const tools = await sent([serverTool()], { clientTools: [clientTool] });
    expect(tools.map(refusal)).toEqual([undefined, undefined]);
    expect(tools).toEqual(expect.arrayContaining([{ type: 'function', function: bare }, clientTool]));
  });

  it('are valid for every name and schema that it takes', async () => {
    const names = ['a', 'A_b-1', 'x'.repeat(64), '0'];
    const schemas = [{ type: 'object' }, parameters, { ...parameters, $defs: { city: { type: 'string' } } }];
    const all = names.flatMap((name, at) =>
      schemas.map((schema, kind) => {
        return serverTool({ name: `${name.slice(0, 60)}_${at}${kind}`, parameters: schema });
      }),
    );
    const tools = await sent(all);
    expect(tools).toHaveLength(all.length);
    expect(tools.map(refusal).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('are none where there are none', async () => {
    expect(await sent([])).toEqual([]);
    expect('tools' in (simulator.requests.at(-1)?.body ?? {})).toBe(false);
  });

  it('would be refused if they were bare, by the upstream and by the check of this test', async () => {
    expect(refusal(bare)).toBe('type');
    const spoilt: ChatModel = {
      generate: (request, context) => {
        const tools = [bare] as unknown as FunctionTool[];
        return model.generate({ ...request, tools }, context);
      },
      healthCheck: (signal) => model.healthCheck(signal),
    };
    const turn: Turn = {
      ...{ id: 'req_2', tenant: 't', model: 'gpt-4.1', stream: true, useTools: true, options: {} },
      messages: [{ role: 'user', content: 'How is the weather?' }],
    };
    const asking = create({ model: spoilt, tools: fixedTools([serverTool()]) }).generateResponse(turn, {
      signal: new AbortController().signal,
    });
    await expect(asking[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      status: 400,
      param: 'tools[0].type',
    });
  });
});

describe('a tool that no upstream would take', () => {
  it.each<[string, unknown]>([
    ['is bare', bare],
    ['is in the form of the wire', { type: 'function', function: bare }],
    ['has a space in its name', serverTool({ name: 'get weather' })],
    ['has a dot in its name', serverTool({ name: 'weather.get' })],
    ['has a name of 65 letters', serverTool({ name: 'x'.repeat(65) })],
    ['has no name', serverTool({ name: '' })],
    ['has parameters that are no object', serverTool({ parameters: { type: 'string' } })],
    ['has parameters that are a list', serverTool({ parameters: [] })],
    ['has no parameters', serverTool({ parameters: undefined })],
    [
      'has parameters that are no schema',
      serverTool({ parameters: { type: 'object', properties: { city: 7 } } }),
    ],
  ])('is refused when it %s, by name', (_, tool) => {
    expect(() => new ToolRegistry([tool as Tool])).toThrow(InvalidToolError);
  });

  it.each<[string, object, string]>([
    ['is bare', bare, 'tools[0].type'],
    [
      'has a bad name',
      { type: 'function', function: { ...bare, name: 'get weather' } },
      'tools[0].function.name',
    ],
    [
      'has no schema of an object',
      { type: 'function', function: { ...bare, parameters: { type: 'array' } } },
      'tools[0].function.parameters.type',
    ],
    [
      'has a strict that is no boolean',
      { type: 'function', function: { ...bare, strict: 'yes' } },
      'tools[0].function.strict',
    ],
  ])('is refused of a client when it %s, by its field', (_, tool, param) => {
    const body = { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Hello' }], tools: [tool] };
    const parse = () => parseChatRequest(body, { model: 'gpt-4.1', useTools: true });
    expect(parse).toThrow(expect.objectContaining({ status: 400, param }));
  });
});
