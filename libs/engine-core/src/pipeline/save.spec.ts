import { describe, expect, it } from '@jest/globals';
import type { EngineEvent } from '../events.js';
import type { ConversationLog, LoggedTurn } from '../ports/conversation-log.js';
import { turn } from '../testing/bench.js';
import { fixedTools } from '../testing/fixed-sources.js';
import { chunk, eventsOf, says, ScriptedModel } from '../testing/fixtures/scripted-model.js';
import { probeTool } from '../testing/probe-tools.js';
import { ManualClock } from '../tools/fixtures/manual-clock.js';
import type { Turn } from '../turn.js';
import type { EngineParts } from './engine-parts.js';
import { createPipelineEngine } from './pipeline-engine.js';

const identity = { name: 'test', version: '1', description: 'test' };

const notAsked = () => Promise.reject(new Error('A turn does not ask for this.'));

class FakeLog implements ConversationLog {
  readonly turns: LoggedTurn[] = [];
  signal: AbortSignal | undefined;

  constructor(readonly write: () => Promise<void> = () => Promise.resolve()) {}

  async append(entry: LoggedTurn, signal: AbortSignal): Promise<void> {
    this.signal = signal;
    await this.write();
    this.turns.push(entry);
  }

  readonly messages = notAsked;
  readonly summary = notAsked;
  readonly delete = notAsked;
  readonly entries = notAsked;
  readonly close = notAsked;

  healthCheck(): ReturnType<ConversationLog['healthCheck']> {
    return Promise.resolve({ name: 'log', status: 'up', latency: 0, required: true });
  }
}

/** Runs one turn of a conversation with a log; `seen` holds the events as they come. */
function ask(
  log: FakeLog,
  changes: Partial<Turn> = {},
  parts: Partial<EngineParts> = {},
  signal = new AbortController().signal,
): { readonly seen: EngineEvent[]; readonly done: Promise<void> } {
  const engine = createPipelineEngine(identity, {
    model: new ScriptedModel(says('It', ' is.')),
    log,
    ...parts,
  });
  const seen: EngineEvent[] = [];
  const asking = turn({ id: 'req_1', conversationId: 'conversation-1', ...changes });
  const done = (async () => {
    for await (const event of engine.generateResponse(asking, { signal })) seen.push(event);
  })();
  return { seen, done };
}

const types = (events: readonly EngineEvent[]) => events.map(({ type }) => type);

describe('saving', () => {
  it('writes question and answer, and whose they are', async () => {
    const log = new FakeLog();
    const clock = new ManualClock();
    await ask(log, { user: 'ann', tenant: 'tenant-9' }, { clock }).done;
    expect(log.turns).toEqual([
      {
        turnId: 'req_1',
        tenant: 'tenant-9',
        conversationId: 'conversation-1',
        user: 'ann',
        begun: clock.now(),
        time: clock.now(),
        messages: [
          { role: 'user', text: 'What colour is the sky?' },
          { role: 'assistant', text: 'It is.' },
        ],
      },
    ]);
  });

  it('is done before the turn is reported complete', async () => {
    let written: () => void = () => undefined;
    const log = new FakeLog(() => new Promise((resolve) => (written = resolve)));
    const { seen, done } = ask(log);
    while (log.signal === undefined) await new Promise(setImmediate);
    expect(types(seen)).toContain('text-delta');
    expect(types(seen)).not.toContain('turn-end');
    written();
    await done;
    expect(types(seen).slice(-2)).toEqual(['stage-end', 'turn-end']);
    expect(seen.at(-2)).toMatchObject({ stage: 'memory_save' });
  });

  it('writes the whole answer of several steps, and of no tool', async () => {
    const log = new FakeLog();
    const call = {
      index: 0,
      id: 'a',
      type: 'function',
      function: { name: 'look_up', arguments: '{"about":"x"}' },
    } as const;
    const first = [
      chunk({ role: 'assistant', content: 'Hm.' }),
      chunk({ tool_calls: [call] }),
      chunk({}, 'tool_calls'),
    ];
    const model = new ScriptedModel(first, says('Blue.'));
    await ask(log, {}, { model, tools: fixedTools([probeTool('look_up', () => 'secret')]) }).done;
    expect(log.turns[0]?.messages[1]).toEqual({ role: 'assistant', text: 'Hm.\n\nBlue.' });
    expect(JSON.stringify(log.turns)).not.toContain('secret');
  });

  it('fails the turn with 503, and does not report it complete', async () => {
    const { seen, done } = ask(new FakeLog(() => Promise.reject(new Error('The disk is full.'))));
    await done;
    expect(seen.at(-1)).toMatchObject({
      type: 'error',
      error: {
        status: 503,
        code: 'conversation_log_unavailable',
        message: expect.not.stringContaining('disk'),
      },
    });
    expect(types(seen)).not.toContain('turn-end');
    expect(seen.some((event) => event.type === 'stage-end' && event.stage === 'memory_save')).toBe(true);
  });

  it('gives up on a log that does not answer, though it heeds no signal', async () => {
    const clock = new ManualClock();
    const log = new FakeLog(() => new Promise(() => undefined));
    const { seen, done } = ask(log, {}, { clock, limits: { saveTimeout: 5_000 } });
    while (log.signal === undefined) await new Promise(setImmediate);
    clock.advance(4_999);
    await new Promise(setImmediate);
    expect(log.signal.aborted).toBe(false);
    clock.advance(1);
    await done;
    expect(log.signal.aborted).toBe(true);
    expect(seen.at(-1)).toMatchObject({ type: 'error', error: { status: 503 } });
  });

  it('writes the turn of a client that leaves meanwhile: it has had its answer', async () => {
    const controller = new AbortController();
    const written = Promise.withResolvers<undefined>();
    const log = new FakeLog(() => written.promise);
    const { seen, done } = ask(log, {}, {}, controller.signal);
    while (log.signal === undefined) await new Promise(setImmediate);
    controller.abort();
    await new Promise(setImmediate);
    expect(log.signal.aborted).toBe(false);
    written.resolve(undefined);
    await done;
    expect(log.turns).toHaveLength(1);
    expect(types(seen).at(-1)).toBe('turn-end');
  });

  it('does not write a turn without a conversation', async () => {
    const log = new FakeLog();
    const engine = createPipelineEngine(identity, { model: new ScriptedModel(), log });
    const events = await eventsOf(engine, turn());
    expect(log.turns).toEqual([]);
    expect(events.at(-1)?.type).toBe('turn-end');
  });

  it('does not write an answer that failed', async () => {
    const log = new FakeLog();
    const model = new ScriptedModel([chunk({ role: 'assistant', content: 'Hm' })]);
    const { seen, done } = ask(log, {}, { model });
    await done;
    expect(types(seen).at(-1)).toBe('error');
    expect(log.turns).toEqual([]);
  });

  it('writes all that users said since the assistant last spoke, and their names', async () => {
    const log = new FakeLog();
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Long ago.' },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', name: 'ann', content: 'I am Ann.' },
      { role: 'user', name: 'ben', content: [{ type: 'text', text: 'I am Ben.' }, { type: 'image_url' }] },
    ] as const;
    await ask(log, { messages }).done;
    expect(log.turns[0]?.messages).toEqual([
      { role: 'user', text: 'I am Ann.', name: 'ann' },
      { role: 'user', text: 'I am Ben.', name: 'ben' },
      { role: 'assistant', text: 'It is.' },
    ]);
  });

  it('writes a question once, though its turn goes on with results of the client\u2019s tools', async () => {
    const log = new FakeLog();
    const calls = [{ id: 'a', type: 'function' as const, function: { name: 'f', arguments: '{}' } }];
    const messages = [
      { role: 'user', content: 'What colour is the sky?' },
      { role: 'assistant', content: null, tool_calls: calls },
      { role: 'tool', tool_call_id: 'a', content: 'blue' },
    ] as const;
    await ask(log, { messages }).done;
    expect(log.turns[0]?.messages).toEqual([{ role: 'assistant', text: 'It is.' }]);
  });

  it.each([
    ['user_only', 'user'],
    ['assistant_only', 'assistant'],
  ] as const)('keeps in the mode %s what the %s said', async (saveMode, role) => {
    const log = new FakeLog();
    await ask(log, {}, { saveMode }).done;
    expect(log.turns[0]?.messages.map((message) => message.role)).toEqual([role]);
  });

  it('says when the turn began, for it may be older than a deletion', async () => {
    const clock = new ManualClock();
    const begun = clock.now();
    const model = new ScriptedModel(says('It', ' is.'));
    const generate = model.generate.bind(model);
    model.generate = (...args) => {
      clock.advance(2_000);
      return generate(...args);
    };
    const log = new FakeLog();
    await ask(log, {}, { clock, model }).done;
    expect(log.turns[0]).toMatchObject({ begun, time: begun + 2_000 });
  });

  it('writes a question that was answered with nothing', async () => {
    const log = new FakeLog();
    await ask(log, {}, { model: new ScriptedModel(says()) }).done;
    expect(log.turns[0]?.messages).toEqual([{ role: 'user', text: 'What colour is the sky?' }]);
  });
});
