import assert from 'node:assert/strict';
import type { Case } from '../bench.js';
import { barrier, parameters, probeTool } from '../probe-tools.js';
import { checkChoice } from './streaming.js';

const call = (about: string, id?: string) => ({
  name: 'look_up',
  arguments: { about },
  ...(id !== undefined && { id }),
});

export function serverToolCases(test: Case): void {
  const blue = () => probeTool('look_up', ({ about }) => `${String(about)} is blue`);

  test('offers its tools as functions, never bare', { tools: [blue()] }, async ({ run, request }) => {
    const outcome = await run();
    assert.deepEqual(outcome.start.tools, ['look_up']);
    assert.deepEqual(request(0).tools, [
      { type: 'function', function: { name: 'look_up', description: 'Probe look_up.', parameters } },
    ]);
  });

  test('offers none of them where the turn wants none', { tools: [blue()] }, async ({ run, request }) => {
    const outcome = await run({ useTools: false });
    assert.deepEqual(outcome.start.tools, []);
    assert.equal(request(0).tools, undefined);
  });

  const asked = blue();
  test('runs a tool, tells the model, and goes on', { tools: [asked] }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [call('the sky', 'call_1')] }, { reply: 'It is blue.' });
    const outcome = await bench.run();
    assert.deepEqual(outcome.end, { type: 'turn-end', finishReason: 'stop', steps: 2 });
    assert.equal(outcome.text, 'It is blue.');
    assert.deepEqual(asked.calls, [{ about: 'the sky' }]);
    const [question, assistant, result, ...more] = bench.request(1).messages ?? [];
    assert.equal(question?.role, 'user');
    assert.equal(assistant?.role, 'assistant');
    assert.deepEqual(assistant.tool_calls, [
      { id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '{"about":"the sky"}' } },
    ]);
    assert.deepEqual(result, { role: 'tool', tool_call_id: 'call_1', content: 'the sky is blue' });
    assert.deepEqual(more, []);
  });

  test('tells of each call and its result', { tools: [blue()] }, async ({ upstream, run }) => {
    upstream.enqueue({ toolCalls: [call('the sky', 'call_1')] }, { reply: 'It is blue.' });
    const outcome = await run();
    const [called] = outcome.of('tool-call');
    assert.deepEqual(called?.call, {
      id: 'call_1',
      type: 'function',
      function: { name: 'look_up', arguments: '{"about":"the sky"}' },
    });
    const [{ duration, ...result } = { duration: -1 }] = outcome.of('tool-result');
    assert.deepEqual(result, {
      type: 'tool-result',
      step: 0,
      callId: 'call_1',
      name: 'look_up',
      ok: true,
      content: 'the sky is blue',
    });
    assert.ok(duration >= 0);
  });

  let announced = false;
  const late = probeTool('look_up', () => (announced ? 'after it was told' : 'before it was told'));
  test('tells of a call before its tool runs', { tools: [late] }, async ({ upstream, run }) => {
    upstream.enqueue({ toolCalls: [call('the sky')] }, { reply: 'It is blue.' });
    const outcome = await run({}, undefined, ({ type }) => {
      announced ||= type === 'tool-call';
    });
    assert.equal(outcome.of('tool-result')[0]?.content, 'after it was told');
  });

  test(
    'shows the client one answer, and nothing of the call',
    { tools: [blue()] },
    async ({ upstream, run }) => {
      upstream.enqueue({ toolCalls: [call('the sky')] }, { reply: ['It is', ' blue.'] });
      const outcome = await run();
      checkChoice(outcome, 0);
      assert.deepEqual(outcome.of('tool-call-delta'), []);
      assert.ok(outcome.chunks.every(({ choices }) => choices[0]?.delta.tool_calls === undefined));
      assert.equal(outcome.chunks.at(-1)?.choices[0]?.finish_reason, 'stop');
    },
  );

  const meet = barrier(2);
  const together = probeTool(
    'look_up',
    async ({ about }) => {
      await meet();
      return `met ${String(about)}`;
    },
    1_000,
  );
  test('runs the calls of one step side by side', { tools: [together] }, async ({ upstream, run }) => {
    upstream.enqueue({ toolCalls: [call('one', 'call_1'), call('two', 'call_2')] }, { reply: 'Both.' });
    const results = (await run()).of('tool-result');
    assert.deepEqual(
      results.map(({ callId, ok, content }) => [callId, ok, content]),
      [
        ['call_1', true, 'met one'],
        ['call_2', true, 'met two'],
      ],
    );
  });

  test('tells the model every result of a step, under its call', { tools: [blue()] }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [call('one', 'call_1'), call('two', 'call_2')] }, { reply: 'Both.' });
    await bench.complete();
    const [, assistant, ...results] = bench.request(1).messages ?? [];
    assert.deepEqual(
      assistant?.tool_calls?.map(({ id }) => id),
      ['call_1', 'call_2'],
    );
    assert.deepEqual(results, [
      { role: 'tool', tool_call_id: 'call_1', content: 'one is blue' },
      { role: 'tool', tool_call_id: 'call_2', content: 'two is blue' },
    ]);
  });

  test('works for as many steps as it takes', { tools: [blue()] }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [call('one')] }, { toolCalls: [call('two')] }, { reply: 'Done.' });
    const outcome = await bench.run();
    assert.equal(outcome.end.steps, 3);
    assert.deepEqual(
      outcome.of('tool-result').map(({ step, content }) => [step, content]),
      [
        [0, 'one is blue'],
        [1, 'two is blue'],
      ],
    );
    assert.equal(bench.request(2).messages?.length, 5);
  });

  test('turns tools off in its last step', { tools: [blue()], limits: { steps: 3 } }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [call('one')] }, { toolCalls: [call('two')] }, { reply: 'Enough.' });
    const outcome = await bench.run();
    assert.equal(outcome.end.steps, 3);
    assert.equal(outcome.text, 'Enough.');
    assert.equal(bench.request(1).tool_choice, undefined);
    assert.equal(bench.request(2).tool_choice, 'none');
    assert.equal(bench.request(2).tools?.length, 1);
  });

  test(
    'ends with an error when the model will not stop',
    { tools: [blue()], limits: { steps: 2 } },
    async (bench) => {
      const again = { toolCalls: [call('one')] };
      bench.upstream.enqueue(again, again, again);
      const { failure } = await bench.run();
      assert.equal(failure.status, 502);
      assert.equal(bench.requests.length, 2);
    },
  );

  test('does not force a call for a second time', { tools: [blue()] }, async (bench) => {
    const toolChoice = { type: 'function', function: { name: 'look_up' } };
    bench.upstream.enqueue({ toolCalls: [call('one')] }, { reply: 'Done.' });
    await bench.complete({ toolChoice });
    assert.deepEqual(bench.request(0).tool_choice, toolChoice);
    assert.ok([undefined, 'auto'].includes(bench.request(1).tool_choice as undefined));
  });

  test('adds up the usage of all steps', { tools: [blue()] }, async ({ upstream, run }) => {
    const tokens = (prompt: number, completion: number, cached: number) => ({
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: { cached_tokens: cached },
    });
    upstream.enqueue(
      { toolCalls: [call('one')], usage: tokens(10, 5, 1) },
      { reply: 'Done.', usage: tokens(20, 7, 2) },
    );
    assert.deepEqual((await run()).usage, tokens(30, 12, 3));
  });

  test('keeps text before and after a tool apart', { tools: [blue()] }, async ({ upstream, run }) => {
    upstream.enqueue(
      { reply: ['Let me', ' see.'], toolCalls: [call('one')] },
      { reply: ['It is', ' blue.'] },
    );
    const outcome = await run();
    assert.match(outcome.text, /^Let me see\.\s+It is blue\.$/);
    checkChoice(outcome, 0);
  });

  const who = probeTool('look_up', (_, { tenant, user, conversationId, signal }) => {
    assert.ok(!signal.aborted);
    return [tenant, user, conversationId].join(' ');
  });
  test('tells a tool whose turn it is', { tools: [who] }, async ({ upstream, run }) => {
    upstream.enqueue({ toolCalls: [call('one')] }, { reply: 'Done.' });
    const outcome = await run({ tenant: 'tenant-9', user: 'ann', conversationId: 'conversation-9' });
    assert.equal(outcome.of('tool-result')[0]?.content, 'tenant-9 ann conversation-9');
  });
}
