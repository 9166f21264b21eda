import { describe, expect, it } from '@jest/globals';
import type { EngineEvent } from '../events.js';
import type { ToolContext } from '../ports/tool-source.js';
import type { TurnTrace } from '../ports/turn-trace.js';
import { turn } from '../testing/bench.js';
import { fixedPersonalities, fixedTools } from '../testing/fixed-sources.js';
import { chunk, eventsOf, says, ScriptedModel } from '../testing/fixtures/scripted-model.js';
import { clientTool, probeTool } from '../testing/probe-tools.js';
import { ManualClock } from '../tools/fixtures/manual-clock.js';
import type { Turn } from '../turn.js';
import type { ChatCompletionChunk } from '../wire/chat-completion.js';
import type { EngineParts } from './engine-parts.js';
import { createPipelineEngine } from './pipeline-engine.js';

type Parts = Omit<EngineParts, 'model'>;
const identity = (name: string) => ({ name, version: '1', description: 'test' });

function calls(...names: readonly string[]): readonly ChatCompletionChunk[] {
  const pieces = names.map((name, index) => ({
    index,
    id: `call_${index}`,
    type: 'function' as const,
    function: { name, arguments: '{"about":"sky"}' },
  }));
  return [chunk({ role: 'assistant', content: null, tool_calls: pieces }), chunk({}, 'tool_calls')];
}

function run(
  model: ScriptedModel,
  parts: Parts = {},
  changes: Partial<Turn> = {},
  name = 'test',
): Promise<readonly EngineEvent[]> {
  const engine = createPipelineEngine(identity(name), { model, ...parts });
  return eventsOf(engine, turn({ id: 'req_1', ...changes }));
}

const of = <T extends EngineEvent['type']>(events: readonly EngineEvent[], type: T) =>
  events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type);

describe('a turn', () => {
  it('has the same events in every engine that is made of the same parts', async () => {
    const once = async (name: string) =>
      run(
        new ScriptedModel(calls('look_up'), says('It', ' is.')),
        {
          clock: new ManualClock(),
          tools: fixedTools([probeTool('look_up', () => 'blue')]),
          personalities: fixedPersonalities([{ id: 'pirate', name: 'Pirate', systemMessage: 'Arr.' }]),
        },
        { personalityId: 'pirate' },
        name,
      );
    const [one, other] = [await once('one'), await once('other')];
    expect(one.at(-1)?.type).toBe('turn-end');
    expect(other).toEqual(one);
  });

  it('relays the text of an upstream chunk that needs no change', async () => {
    const events = await run(new ScriptedModel(says('It', ' is.')));
    expect(of(events, 'text-delta').map(({ raw }) => raw)).toEqual(
      ['It', ' is.'].map((content) => JSON.stringify(chunk({ content }))),
    );
  });

  it('hands its trace to the model, and asks it for the headers of each tool call, in order', async () => {
    const told: unknown[] = [];
    const tool = {
      ...probeTool('look_up', () => 'blue'),
      execute: (_: unknown, { trace }: ToolContext) => Promise.resolve(String(told.push(trace))),
    };
    const model = new ScriptedModel(calls('look_up', 'look_up', 'look_up'), says('Done.'));
    const parts = { model, tools: fixedTools([tool]), limits: { toolCallsPerStep: 2 } };
    let asked = 0;
    const trace: TurnTrace = {
      modelCall: () => ({ headers: {}, answered: () => undefined }),
      toolCall: () => ({ traceparent: String(asked++) }),
    };
    const { signal } = new AbortController();
    const engine = createPipelineEngine(identity('test'), parts);
    for await (const event of engine.generateResponse(turn(), { signal, trace })) expect(event).toBeDefined();
    expect(model.contexts.map((context) => context.trace)).toEqual([trace, trace]);
    expect(told).toEqual([{ traceparent: '0' }, { traceparent: '1' }]);
    // That which was refused has a place, too.
    expect(asked).toBe(3);
  });

  it('says which model answers', async () => {
    const [start] = of(
      await run(new ScriptedModel([chunk({ content: 'It' }, 'stop', { model: 'gpt-4.1-2025' })])),
      'message-start',
    );
    expect(start?.model).toBe('gpt-4.1-2025');
  });

  it('runs no more calls of one step than it may, and tells the model of the rest', async () => {
    const tool = probeTool('look_up', () => 'blue');
    const model = new ScriptedModel(calls('look_up', 'look_up', 'look_up'), says('Done.'));
    const events = await run(model, { tools: fixedTools([tool]), limits: { toolCallsPerStep: 2 } });
    expect(tool.calls).toHaveLength(2);
    expect(of(events, 'tool-result').map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(of(events, 'tool-result')[2]?.content).toContain('At most 2');
    expect(model.asked[1]?.messages).toHaveLength(5);
  });

  it('leaves calls of unknown tools to a client that alone brought tools', async () => {
    const events = await run(
      new ScriptedModel(calls('unheard_of')),
      {},
      { clientTools: [clientTool('mine')] },
    );
    expect(of(events, 'tool-call-delta').map(({ name }) => name)).toEqual(['unheard_of']);
    expect(of(events, 'turn-end')).toMatchObject([{ finishReason: 'tool_calls' }]);
  });

  it('offers tools anew once their source has changed', async () => {
    const tools = [probeTool('one', () => '')];
    let version = 1;
    const source = {
      get version() {
        return version;
      },
      list: () => [...tools],
      get: () => undefined,
    };
    const model = new ScriptedModel();
    const engine = createPipelineEngine(identity('test'), { model, tools: source });
    const offered = async () => {
      await eventsOf(engine, turn());
      return model.asked.at(-1)?.tools?.map((tool) => tool.function.name);
    };
    expect(await offered()).toEqual(['one']);
    tools.push(probeTool('two', () => ''));
    version += 1;
    expect(await offered()).toEqual(['one', 'two']);
  });

  it('leaves out the oldest messages when they do not fit, and says how many', async () => {
    const model = new ScriptedModel();
    const parts: Parts = {
      tokens: () => Promise.resolve({ count: (text) => text.length }),
      limits: { contextWindow: () => 100, answerReserve: 20 },
    };
    const old = { role: 'user', content: 'x'.repeat(60) } as const;
    const messages = [
      old,
      { role: 'assistant', content: 'Hm.' },
      { role: 'user', content: 'y'.repeat(30) },
    ] as const;
    const events = await run(model, parts, { messages });
    expect(of(events, 'history-trimmed')).toEqual([{ type: 'history-trimmed', dropped: 1 }]);
    expect(model.asked[0]?.messages).toEqual(messages.slice(1));
  });

  it('keeps free for the answer what the request asks for', async () => {
    const parts: Parts = {
      tokens: () => Promise.resolve({ count: (text) => text.length }),
      limits: { contextWindow: () => 100, answerReserve: 0 },
    };
    const messages = [{ role: 'user', content: 'x'.repeat(60) }] as const;
    expect((await run(new ScriptedModel(), parts, { messages })).at(-1)?.type).toBe('turn-end');
    await expect(
      run(new ScriptedModel(), parts, { messages, options: { max_tokens: 50 } }),
    ).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
  });

  it('loads no tokenizer while the prompt is far from its budget', async () => {
    let loaded = 0;
    const tokens = () => {
      loaded += 1;
      return Promise.resolve({ count: () => 1 });
    };
    await run(new ScriptedModel(), { tokens });
    expect(loaded).toBe(0);
  });

  it('tells a client nothing of an error that is not its business', async () => {
    const model = new ScriptedModel();
    const broken = Object.assign(model, {
      generate: () => {
        throw new TypeError('password is undefined');
      },
    });
    await expect(run(broken)).rejects.toMatchObject({
      status: 500,
      code: 'internal_error',
      message: expect.not.stringContaining('password'),
      cause: expect.any(TypeError),
    });
  });
});
