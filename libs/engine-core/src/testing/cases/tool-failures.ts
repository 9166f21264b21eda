import assert from 'node:assert/strict';
import type { Bench, Case } from '../bench.js';
import { probeTool } from '../probe-tools.js';
import type { UpstreamToolCall } from '../scripted-upstream.js';

/** Has the model make a call that fails, and returns what it was told. */
async function told(bench: Bench, call: UpstreamToolCall): Promise<string> {
  bench.upstream.enqueue({ toolCalls: [{ ...call, id: 'call_1' }] }, { reply: 'I could not.' });
  const outcome = await bench.run();
  assert.equal(outcome.end.finishReason, 'stop');
  assert.equal(outcome.text, 'I could not.');
  const [result] = outcome.of('tool-result');
  assert.deepEqual([result?.ok, result?.callId, result?.name], [false, 'call_1', call.name]);
  const message = bench.request(1).messages?.at(-1);
  assert.deepEqual([message?.role, message?.tool_call_id], ['tool', 'call_1']);
  assert.equal(message?.content, result?.content);
  assert.equal(typeof message?.content, 'string');
  return String(message?.content);
}

export function toolFailureCases(test: Case): void {
  const args = { about: 'sky' };
  const fine = () => probeTool('look_up', () => 'blue');

  const failing = probeTool('look_up', () => Promise.reject(new Error('The sky is closed.')));
  test('tells the model that a tool failed, and why', { tools: [failing] }, async (bench) => {
    assert.match(await told(bench, { name: 'look_up', arguments: args }), /The sky is closed\./);
  });

  const throwing = probeTool('look_up', () => {
    throw new Error('The sky is closed.');
  });
  test('tells the model of a tool that throws at once', { tools: [throwing] }, async (bench) => {
    assert.match(await told(bench, { name: 'look_up', arguments: args }), /The sky is closed\./);
  });

  const known = fine();
  test('tells the model that there is no such tool', { tools: [known] }, async (bench) => {
    assert.match(await told(bench, { name: 'look_down', arguments: args }), /look_down/);
    assert.deepEqual(known.calls, []);
  });

  let signal: AbortSignal | undefined;
  const slow = probeTool(
    'look_up',
    (_, context) => {
      signal = context.signal;
      return new Promise<string>(() => undefined);
    },
    50,
  );
  test('tells the model that a tool took too long, and stops the tool', { tools: [slow] }, async (bench) => {
    assert.notEqual(await told(bench, { name: 'look_up', arguments: args }), '');
    assert.equal(signal?.aborted, true);
  });

  const broken: Readonly<Record<string, string | object>> = {
    'are no JSON': '{"about": "sk',
    'are no object': '["sky"]',
    'do not fit the schema': { about: 7 },
    'leave out what is required': {},
  };
  for (const [what, given] of Object.entries(broken)) {
    const tool = fine();
    test(`tells the model of arguments that ${what}`, { tools: [tool] }, async (bench) => {
      assert.match(await told(bench, { name: 'look_up', arguments: given }), /argument/i);
      assert.deepEqual(tool.calls, []);
    });
  }

  const half = [fine(), probeTool('fail', () => Promise.reject(new Error('No.')))];
  test('tells the results of the calls that did not fail', { tools: half }, async ({ upstream, run }) => {
    const toolCalls = [
      { name: 'fail', arguments: args },
      { name: 'look_up', arguments: args },
    ];
    upstream.enqueue({ toolCalls }, { reply: 'Done.' });
    const outcome = await run();
    assert.equal(outcome.end.steps, 2);
    assert.deepEqual(
      outcome.of('tool-result').map(({ name, ok }) => [name, ok]),
      [
        ['fail', false],
        ['look_up', true],
      ],
    );
  });
}
