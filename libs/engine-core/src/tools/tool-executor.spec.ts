import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CancelledError, ToolExecutionError } from '../errors.js';
import type { Tool } from '../ports/tool-source.js';
import { ManualClock } from './fixtures/manual-clock.js';
import { echoTool, toolContext } from './fixtures/tools.js';
import { ToolExecutor } from './tool-executor.js';
import type { ToolOutcome } from './tool-executor.js';
import { ToolRegistry } from './tool-registry.js';

const never = (): Promise<string> => new Promise(() => undefined);

function setUp(tool: Tool = echoTool(), options: { maxOutput?: number } = {}) {
  const clock = new ManualClock();
  const executor = new ToolExecutor({ clock, ...options });
  const tools = new ToolRegistry([tool]);
  const controller = new AbortController();
  const run = (args = '{"text":"hi"}', name = tool.definition.name): Promise<ToolOutcome> =>
    executor.execute(tools, { name, arguments: args }, toolContext({ signal: controller.signal }));
  return { clock, controller, run };
}

const told = (outcome: ToolOutcome): string => (JSON.parse(outcome.content) as { error: string }).error;

describe('ToolExecutor', () => {
  it('answers with the text of the tool', async () => {
    expect(await setUp().run()).toEqual({ ok: true, content: '{"text":"hi"}', duration: 0 });
  });

  it('measures how long the tool took', async () => {
    const { clock, run } = setUp(
      echoTool({
        execute: () => {
          clock.advance(40);
          return Promise.resolve('done');
        },
      }),
    );
    expect((await run()).duration).toBe(40);
  });

  it('hands on who is asking', async () => {
    const seen: unknown[] = [];
    const tool = echoTool({
      execute: (_, { tenant, user, conversationId }) => {
        seen.push({ tenant, user, conversationId });
        return Promise.resolve('');
      },
    });
    const context = toolContext({ tenant: 't', user: 'u', conversationId: 'c' });
    const executor = new ToolExecutor({ clock: new ManualClock() });
    await executor.execute(new ToolRegistry([tool]), { name: 'echo', arguments: '{"text":""}' }, context);
    expect(seen).toEqual([{ tenant: 't', user: 'u', conversationId: 'c' }]);
  });

  it('takes empty arguments for a tool without any', async () => {
    const { run } = setUp(echoTool({ parameters: { type: 'object', properties: {} } }));
    expect((await run('')).content).toBe('{}');
  });

  it.each([
    ['broken JSON', '{"text":', /not valid JSON/],
    ['a list', '[1]', /must be a JSON object/],
    ['null', 'null', /must be a JSON object/],
    ['what the schema refuses', '{"text":1}', /text must be string/],
    ['too much', JSON.stringify({ text: 'a'.repeat(300_000) }), /longer than 262144/],
  ])('tells the model that %s is not valid', async (_, args, message) => {
    const outcome = await setUp().run(args);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'invalid_tool_arguments', status: 400 } });
    expect(told(outcome)).toMatch(message);
  });

  it('answers whatever text the model sends as arguments', async () => {
    const { run } = setUp();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (args) => {
        const outcome = await run(args);
        expect(outcome.ok ? outcome.content : told(outcome)).not.toBe('');
      }),
    );
  });

  it('tells the model which tools there are when it names another', async () => {
    const outcome = await setUp().run('{}', 'ekko');
    expect(outcome.error?.code).toBe('tool_not_found');
    expect(told(outcome)).toBe('There is no tool "ekko". Available tools: echo.');
  });

  it('bounds that list', async () => {
    const tools = new ToolRegistry(Array.from({ length: 60 }, (_, i) => echoTool({ name: `t${String(i)}` })));
    const executor = new ToolExecutor({ clock: new ManualClock() });
    const outcome = await executor.execute(tools, { name: 'x'.repeat(9999), arguments: '' }, toolContext());
    expect(told(outcome)).toMatch(/ t49 and 10 more\.$/);
    expect(told(outcome).length).toBeLessThan(500);
  });

  it('tells the model what a tool throws', async () => {
    const error = new ToolExecutionError('No such page.', { code: 'no_page' });
    const outcome = await setUp(echoTool({ execute: () => Promise.reject(error) })).run();
    expect(outcome.error).toBe(error);
    expect(outcome.content).toBe('{"error":"No such page."}');
  });

  it('makes a typed error of anything else that is thrown', async () => {
    const throws = (thrown: unknown): Tool =>
      echoTool({
        execute: () => {
          throw thrown;
        },
      });
    expect(await setUp(throws(new TypeError('oops'))).run()).toMatchObject({
      content: '{"error":"oops"}',
      error: { code: 'tool_failed', status: 502, cause: expect.any(TypeError) },
    });
    expect(told(await setUp(throws('text')).run())).toBe('The tool failed.');
    expect(told(await setUp(throws(new Error('a'.repeat(9999)))).run()).length).toBeLessThanOrEqual(2000);
  });

  it('refuses a result that is no text', async () => {
    const outcome = await setUp(echoTool({ execute: () => Promise.resolve({} as string) })).run();
    expect(told(outcome)).toMatch(/did not answer with a text/);
  });

  it('cuts long results, and says so', async () => {
    const tool = echoTool({ execute: () => Promise.resolve('a'.repeat(100_000)) });
    const outcome = await setUp(tool).run();
    expect(outcome.content.length).toBeLessThanOrEqual(32_768);
    expect(outcome.content).toMatch(/\[truncated: \d+ of 100000 characters left out\]$/);
    expect((await setUp(tool, { maxOutput: 500 }).run()).content.length).toBeLessThanOrEqual(500);
  });

  it('leaves a tool behind that ignores its signal, at the deadline', async () => {
    const { clock, run } = setUp(echoTool({ execute: never }));
    const outcome = run();
    clock.advance(15_000);
    expect(await outcome).toMatchObject({
      ok: false,
      duration: 15_000,
      content: '{"error":"It did not answer within 15 s."}',
      error: { code: 'tool_timeout', status: 504 },
    });
  });

  it('gives a tool the time that it asks for', async () => {
    const { clock, run } = setUp(echoTool({ execute: never, timeout: 100 }));
    const outcome = run();
    clock.advance(100);
    expect((await outcome).error?.code).toBe('tool_timeout');
  });

  it('aborts the signal of the tool at the deadline', async () => {
    const signals: AbortSignal[] = [];
    const tool = echoTool({
      execute: (_, { signal }) => {
        signals.push(signal);
        return never();
      },
    });
    const { clock, run } = setUp(tool);
    const outcome = run();
    clock.advance(14_999);
    expect(signals[0]?.aborted).toBe(false);
    clock.advance(1);
    expect(signals[0]?.aborted).toBe(true);
    await outcome;
  });

  it('stops with the turn, and tells the tool', async () => {
    const signals: AbortSignal[] = [];
    const tool = echoTool({
      execute: (_, { signal }) => {
        signals.push(signal);
        return never();
      },
    });
    const { clock, controller, run } = setUp(tool);
    const outcome = run();
    controller.abort();
    await expect(outcome).rejects.toBeInstanceOf(CancelledError);
    expect(signals[0]?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('runs nothing for a turn that is over', async () => {
    let runs = 0;
    const tool = echoTool({
      execute: () => {
        runs += 1;
        return Promise.resolve('');
      },
    });
    const { controller, run } = setUp(tool);
    controller.abort();
    await expect(run()).rejects.toBeInstanceOf(CancelledError);
    expect(runs).toBe(0);
  });

  it('leaves no timer and no listener behind', async () => {
    const { clock, run } = setUp();
    await run();
    expect(clock.pending).toBe(0);
  });
});
