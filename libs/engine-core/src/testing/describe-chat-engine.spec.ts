import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '@yychat/simulator';
import type { ChatEngine } from '../engine.js';
import { EngineError } from '../errors.js';
import type { EngineEvent } from '../events.js';
import type { EngineParts } from '../pipeline/engine-parts.js';
import { createPipelineEngine } from '../pipeline/pipeline-engine.js';
import type { ConversationMemory, MemoryScope } from '../ports/conversation-memory.js';
import type { ToolSource } from '../ports/tool-source.js';
import { FetchModel, type Spoil } from './fixtures/fetch-model.js';
import { TinyRunner } from './tiny-runner.js';
import { describeChatEngine, type EngineSettings } from './index.js';

/** One way to be a broken engine, or none. */
interface Defect {
  readonly spoil?: Spoil;
  readonly parts?: (parts: EngineParts) => EngineParts;
  readonly wrap?: (engine: ChatEngine) => ChatEngine;
}

const identity = { name: 'third_party', version: '1.0.0', description: 'Somebody else\u2019s.' };

function engineOf(
  { spoil, parts = (given) => given, wrap = (engine) => engine }: Defect,
  settings: EngineSettings,
) {
  const { tools, personalities, limits = {} } = settings;
  const model = new FetchModel(settings, spoil);
  return wrap(createPipelineEngine(identity, parts({ model, tools, personalities, limits })));
}

function runnerFor(defect: Defect, timeout = 4_500): TinyRunner {
  const runner = new TinyRunner();
  describeChatEngine({
    describe: runner.describe,
    it: runner.it,
    name: 'third_party',
    timeout,
    startUpstream: startSimulator,
    create: (settings) =>
      Promise.resolve({ engine: engineOf(defect, settings), close: () => Promise.resolve() }),
  });
  return runner;
}

/** An engine whose events are changed on their way. */
function withEvents(
  engine: ChatEngine,
  change: (events: AsyncIterable<EngineEvent>) => AsyncIterable<EngineEvent>,
): ChatEngine {
  return {
    specificationVersion: engine.specificationVersion,
    name: engine.name,
    generateResponse: (turn, options) => change(engine.generateResponse(turn, options)),
    getEngineInfo: () => engine.getEngineInfo(),
    healthCheck: (options) => engine.healthCheck(options),
  };
}

async function* withoutRole(events: AsyncIterable<EngineEvent>): AsyncGenerator<EngineEvent> {
  for await (const event of events) {
    if (!('chunk' in event)) yield event;
    else {
      const { raw: _raw, ...rest } = event;
      const choices = event.chunk.choices.map(({ delta: { role: _role, ...delta }, ...choice }) => ({
        ...choice,
        delta,
      }));
      yield { ...rest, chunk: { ...event.chunk, choices } };
    }
  }
}

async function* errorsAsText(events: AsyncIterable<EngineEvent>): AsyncGenerator<EngineEvent> {
  try {
    for await (const event of events) {
      if (event.type !== 'error') yield event;
      else yield* apology(event.error);
    }
  } catch (error) {
    yield { type: 'message-start', memory: 'off', memories: 0, tools: [] };
    yield* apology(error);
  }
}

function* apology(error: unknown): Generator<EngineEvent> {
  yield { type: 'text-delta', index: 0, text: `Sorry: ${String(error)}` };
  yield { type: 'turn-end', finishReason: 'stop', steps: 1 };
}

async function* endsTwice(events: AsyncIterable<EngineEvent>): AsyncGenerator<EngineEvent> {
  for await (const event of events) {
    yield event;
    if (event.type === 'turn-end') yield event;
  }
}

/** Remembers everything at once. @param seen whether a memory of one scope is shown in another */
function memory(
  seen: (kept: MemoryScope, asking: MemoryScope) => boolean,
): (parts: EngineParts) => EngineParts {
  return (parts) => {
    const kept: { scope: MemoryScope; text: string }[] = [];
    const fake: ConversationMemory = {
      recall: (query) => {
        const found = kept.filter(({ scope }) => seen(scope, query));
        kept.push({ scope: query, text: query.text });
        return Promise.resolve({ memories: found.map(({ text }) => ({ text, score: 1 })) });
      },
      info: () => ({}),
      healthCheck: () => Promise.resolve({ name: 'memory', status: 'up', latency: 0, required: false }),
    };
    return { ...parts, memory: fake };
  };
}

const sameConversation = (a: MemoryScope, b: MemoryScope) =>
  a.tenant === b.tenant &&
  (a.conversationId === b.conversationId || (a.user !== undefined && a.user === b.user));

/** Runs one tool after the other. */
function inTurn(source: ToolSource): ToolSource {
  let last: Promise<unknown> = Promise.resolve();
  const tools = source.list().map((tool): typeof tool => ({
    ...tool,
    execute: (args, context) => {
      const result = last.then(() => tool.execute(args, context));
      last = result.catch(() => undefined);
      return result;
    },
  }));
  return {
    version: 1,
    list: () => tools,
    get: (name) => tools.find(({ definition }) => definition.name === name),
  };
}

const bareTools: Spoil = ({ tools, ...body }) => ({
  ...body,
  tools: (tools as { function: object }[] | undefined)?.map((tool) => tool.function),
});

describe('describeChatEngine', () => {
  it('finds nothing wrong with an engine that keeps the contract', async () => {
    const runner = runnerFor({}, 20_000);
    expect(Object.fromEntries(await runner.failures(4))).toEqual({});
    expect(runner.names.length).toBeGreaterThan(100);
    expect(new Set(runner.names).size).toBe(runner.names.length);
  }, 60_000);

  it('finds nothing wrong with an engine that remembers what it may', async () => {
    const runner = runnerFor({ parts: memory(sameConversation) }, 20_000);
    expect(Object.fromEntries(await runner.failures(4))).toEqual({});
  }, 60_000);

  it.each<[string, Defect, readonly string[]]>([
    [
      'says no role',
      { wrap: (engine) => withEvents(engine, withoutRole) },
      [
        'streaming: says the role first and once, and the finish reason last and once',
        'streaming: gives a role to the answer of an upstream that says none',
        'server tools: shows the client one answer, and nothing of the call',
      ],
    ],
    [
      'sends bare tool schemas',
      { spoil: bareTools },
      [
        'server tools: offers its tools as functions, never bare',
        'client tools: offers both kinds of tools as functions',
      ],
    ],
    [
      'dresses errors up as text',
      { wrap: (engine) => withEvents(engine, errorsAsText) },
      [
        'errors: keeps status 500, its code and its field, streaming',
        'errors: says that the upstream cannot be reached, streaming',
        'errors: ends with an error when the upstream cuts the connection in the middle',
        'cancelling: stops before the first byte, streaming',
      ],
    ],
    [
      'does not abort its upstream',
      {
        wrap: (engine) => ({
          ...withEvents(engine, (events) => events),
          generateResponse: (turn) => engine.generateResponse(turn, { signal: new AbortController().signal }),
        }),
      },
      [
        'cancelling: asks the upstream nothing when it was cancelled before',
        'cancelling: stops before the first byte, streaming',
        'cancelling: stops before the first byte, not streaming',
        'cancelling: stops in the middle of an answer',
        'cancelling: stops a tool that runs',
        'retries: stops waiting for another try when it is cancelled',
      ],
    ],
    [
      'ends twice',
      { wrap: (engine) => withEvents(engine, endsTwice) },
      ['streaming: begins with message-start and ends with turn-end'],
    ],
    [
      'runs tools one after the other',
      { parts: ({ tools, ...parts }) => ({ ...parts, ...(tools && { tools: inTurn(tools) }) }) },
      ['server tools: runs the calls of one step side by side'],
    ],
    [
      'tells one tenant what another said',
      { parts: memory((a, b) => a.conversationId === b.conversationId) },
      ['isolation: keeps what it was told from another tenant'],
    ],
    [
      'tells one user what another said',
      { parts: memory((a, b) => a.tenant === b.tenant) },
      [
        'isolation: keeps what it was told from another user in another conversation',
        'isolation: keeps what it was told from another conversation of nobody in particular',
      ],
    ],
    [
      'says that it remembers, and does not',
      { parts: memory(() => false) },
      ['isolation: keeps what it was told from another tenant'],
    ],
    [
      'throws when its health is asked for',
      {
        wrap: (engine) => ({
          ...withEvents(engine, (events) => events),
          healthCheck: () =>
            Promise.reject(new EngineError('No.', { status: 500, code: 'no', type: 'server_error' })),
        }),
      },
      ['info and health: is down, and throws nothing, when its upstream is gone'],
    ],
  ])(
    'finds an engine that %s',
    async (_, defect, expected) => {
      const runner = runnerFor(defect);
      const subjectOf = (name: string) => name.slice(0, name.indexOf(':'));
      const subjects = new Set(['info and health', ...expected.map(subjectOf)]);
      const failed = [...(await runner.failures(8, (name) => subjects.has(subjectOf(name)))).keys()];
      expect(failed).toEqual(expect.arrayContaining([...expected]));
      // A kit that fails whatever it is given would prove nothing.
      expect(failed).not.toContain('info and health: declares its features, sorted, each once');
    },
    60_000,
  );
});
