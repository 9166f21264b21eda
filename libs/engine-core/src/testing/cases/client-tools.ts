import assert from 'node:assert/strict';
import type { ChatMessage } from '../../wire/chat-completion.js';
import type { Bench, Case } from '../bench.js';
import type { Outcome } from '../outcome.js';
import { clientTool, parameters, probeTool } from '../probe-tools.js';
import type { UpstreamMessage } from '../scripted-upstream.js';

const question = { role: 'user', content: 'What colour is the sky?' } as const;
const clientTools = [clientTool('ask_user'), clientTool('open_window')];
const asks = (about: string, id: string, name = 'ask_user') => ({ id, name, arguments: { about } });

export function clientToolCases(test: Case): void {
  const server = () => probeTool('look_up', ({ about }) => `${String(about)} is blue`);

  test('offers both kinds of tools as functions', { tools: [server()] }, async ({ complete, request }) => {
    await complete({ clientTools });
    const lookUp = { name: 'look_up', description: 'Probe look_up.', parameters };
    assert.deepEqual(request(0).tools, [...clientTools, { type: 'function', function: lookUp }]);
  });

  test('returns calls of the client\u2019s tools, numbered from 0', {}, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [asks('one', 'call_1'), asks('two', 'call_2', 'open_window')] });
    const outcome = await bench.run({ clientTools });
    assert.deepEqual(outcome.end, { type: 'turn-end', finishReason: 'tool_calls', steps: 1 });
    assert.deepEqual(returned(outcome), [
      ['call_1', 'ask_user', '{"about":"one"}'],
      ['call_2', 'open_window', '{"about":"two"}'],
    ]);
    assert.deepEqual(indexes(outcome), [0, 1]);
    assert.equal(bench.requests.length, 1);
  });

  test('says each id and name once, with the first piece of its call', {}, async ({ upstream, run }) => {
    upstream.enqueue({ toolCalls: [asks('something that takes several pieces', 'call_1')] });
    const [first, ...rest] = (await run({ clientTools })).of('tool-call-delta');
    assert.deepEqual([first?.id, first?.name, first?.toolIndex], ['call_1', 'ask_user', 0]);
    assert.ok(rest.length > 1, 'the arguments do not stream');
    for (const { id, name } of rest) assert.deepEqual([id, name], [undefined, undefined]);
  });

  const own = server();
  test('leaves a tool of the same name to the client', { tools: [own] }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [asks('sky', 'call_1', 'look_up')] });
    const outcome = await bench.run({ clientTools: [clientTool('look_up')] });
    assert.deepEqual(returned(outcome), [['call_1', 'look_up', '{"about":"sky"}']]);
    assert.deepEqual(own.calls, []);
    assert.deepEqual(outcome.start.tools, []);
    assert.deepEqual(bench.request(0).tools, [clientTool('look_up')]);
  });

  for (const stream of [true, false]) {
    const how = stream ? 'streaming' : 'not streaming';
    const both = server();
    test(`runs its own call of a step and returns the client's, ${how}`, { tools: [both] }, async (bench) => {
      bench.upstream.enqueue({ toolCalls: [asks('sky', 'call_s', 'look_up'), asks('you', 'call_c')] });
      const outcome = await bench.run({ clientTools, stream });
      assert.deepEqual(both.calls, [{ about: 'sky' }]);
      assert.deepEqual(outcome.end, { type: 'turn-end', finishReason: 'tool_calls', steps: 1 });
      assert.deepEqual(returned(outcome), [['call_c', 'ask_user', '{"about":"you"}']]);
      assert.deepEqual(indexes(outcome), [0]);
      assert.equal(outcome.chunks.at(-1)?.choices[0]?.finish_reason, 'tool_calls');
      assert.equal(bench.requests.length, 1);

      const messages = await followUp(bench, [question], outcome, ['I see red']);
      const [, assistant, ...results] = messages;
      assert.deepEqual(new Set(assistant?.tool_calls?.map(({ id }) => id)), new Set(['call_s', 'call_c']));
      assert.deepEqual(byId(results), { call_s: 'sky is blue', call_c: 'I see red' });
    });
  }

  const twice = server();
  test('keeps its work of the step before a call of the client\u2019s', { tools: [twice] }, async (bench) => {
    bench.upstream.enqueue(
      { reply: 'Let me see.', toolCalls: [asks('sky', 'call_s', 'look_up')] },
      { toolCalls: [asks('you', 'call_c')] },
    );
    const outcome = await bench.run({ clientTools });
    assert.equal(outcome.end.steps, 2);
    assert.deepEqual(indexes(outcome), [0]);
    const messages = await followUp(bench, [question], outcome, ['I see red']);
    assert.deepEqual(
      messages.map(({ role, tool_call_id: id }) => [role, id]),
      [
        ['user', undefined],
        ['assistant', undefined],
        ['tool', 'call_s'],
        ['assistant', undefined],
        ['tool', 'call_c'],
      ],
    );
    assert.equal(messages[1]?.content, 'Let me see.');
    assert.equal(messages[2]?.content, 'sky is blue');
    assert.equal(messages[4]?.content, 'I see red');
    assert.deepEqual(twice.calls, [{ about: 'sky' }], 'the work was done twice');
  });

  test('keeps its work through several calls of the client\u2019s', { tools: [server()] }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [asks('sky', 'call_s1', 'look_up'), asks('you', 'call_c1')] });
    const first = await bench.run({ clientTools });
    const history = [question, ...reply(first, ['red'])];
    bench.upstream.enqueue({ toolCalls: [asks('sea', 'call_s2', 'look_up'), asks('me', 'call_c2')] });
    const second = await bench.run({ clientTools, messages: history });
    const messages = await followUp(bench, history, second, ['green']);
    assert.deepEqual(byId(messages.filter(({ role }) => role === 'tool')), {
      call_s1: 'sky is blue',
      call_c1: 'red',
      call_s2: 'sea is blue',
      call_c2: 'green',
    });
  });

  test('shows its work to nobody else', { tools: [server()] }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [asks('sky', 'call_s', 'look_up'), asks('you', 'call_c')] });
    const outcome = await bench.run({ clientTools });
    const messages = await followUp(bench, [question], outcome, ['red'], 'tenant-2');
    assert.ok(!JSON.stringify(messages).includes('sky is blue'));
  });
}

/** The client's calls, as it would put them together. */
function returned({ completion }: Outcome): readonly (readonly [string, string, string])[] {
  const calls = completion.choices[0]?.message.tool_calls ?? [];
  return calls.map(({ id, function: { name, arguments: args } }) => [id, name, args]);
}

function indexes(outcome: Outcome): readonly number[] {
  return [...new Set(outcome.of('tool-call-delta').map(({ toolIndex }) => toolIndex))];
}

/** What a client appends after a turn that called its tools. */
function reply(outcome: Outcome, results: readonly string[]): readonly ChatMessage[] {
  const message = outcome.completion.choices[0]?.message;
  assert.ok(message?.tool_calls);
  const told = message.tool_calls.map(({ id }, i): ChatMessage => ({
    role: 'tool',
    tool_call_id: id,
    content: results[i] ?? '',
  }));
  return [message, ...told];
}

/** Sends the next request as a client does, and returns what the upstream was shown. */
async function followUp(
  bench: Bench,
  history: readonly ChatMessage[],
  outcome: Outcome,
  results: readonly string[],
  tenant = 'tenant-1',
): Promise<readonly UpstreamMessage[]> {
  bench.upstream.enqueue({ reply: 'Done.' });
  const next = await bench.run({ tenant, clientTools, messages: [...history, ...reply(outcome, results)] });
  assert.equal(next.end.finishReason, 'stop');
  const messages = bench.request(bench.requests.length - 1).messages ?? [];
  checkAnswered(messages);
  return messages;
}

/** Every call has one result, right after the message that made it. */
function checkAnswered(messages: readonly UpstreamMessage[]): void {
  let open: string[] = [];
  for (const { role, tool_call_id: id, tool_calls: calls } of messages) {
    if (role === 'tool') {
      assert.ok(id !== undefined && open.includes(id), `a result of ${String(id)}, which was not called`);
      open = open.filter((other) => other !== id);
    } else {
      assert.deepEqual(open, [], 'a call has no result');
      open = calls?.map((call) => call.id) ?? [];
    }
  }
  assert.deepEqual(open, [], 'a call has no result');
}

function byId(messages: readonly UpstreamMessage[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(messages.map(({ tool_call_id: id = '', content }) => [id, content] as const));
}
