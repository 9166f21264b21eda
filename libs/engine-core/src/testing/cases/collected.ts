import assert from 'node:assert/strict';
import type { Turn } from '../../turn.js';
import type { Bench, Case } from '../bench.js';
import type { Completion } from '../outcome.js';
import { clientTool, probeTool } from '../probe-tools.js';
import type { UpstreamBehaviour } from '../scripted-upstream.js';

const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };

export function collectedCases(test: Case): void {
  test('answers the same, streaming or not', {}, async (bench) => {
    await same(bench, [{ reply: ['It', ' is', ' blue.'], usage }]);
  });

  test('answers the same in several choices', {}, async (bench) => {
    await same(bench, [{ reply: ['It', ' is', ' blue.'], usage }], { options: { n: 2 }, useTools: false });
  });

  test('calls the same tools of the client', {}, async (bench) => {
    const toolCalls = [
      { id: 'call_a', name: 'look_up', arguments: { about: 'the sky, its colour and its depth' } },
      { id: 'call_b', name: 'look_up', arguments: { about: 'Grüße, 世界' } },
    ];
    await same(bench, [{ toolCalls, usage }], { clientTools: [clientTool('look_up')] });
  });

  test('calls the same tools of the client in several choices', {}, async ({ upstream, run }) => {
    const behaviour = { toolCalls: [{ name: 'look_up', arguments: { about: 'sky' } }], usage };
    upstream.enqueue(behaviour, behaviour);
    const changes = { options: { n: 2 }, useTools: false, clientTools: [clientTool('look_up')] };
    for (const stream of [true, false]) {
      const { choices } = (await run({ ...changes, stream })).completion;
      for (const { message } of choices) {
        assert.deepEqual(
          message.tool_calls?.map((call) => call.function),
          [{ name: 'look_up', arguments: '{"about":"sky"}' }],
        );
      }
    }
  });

  const told = probeTool('look_up', () => 'blue');
  test('answers the same after a tool of its own', { tools: [told] }, async (bench) => {
    const toolCalls = [{ name: 'look_up', arguments: { about: 'sky' } }];
    await same(bench, [
      { reply: ['Let me', ' see.'], toolCalls, usage },
      { reply: 'Blue.', usage },
    ]);
  });

  test('collects what was streamed, piece by piece', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: ['It', ' is', ' blue.'], usage });
    const outcome = await run();
    assert.deepEqual(outcome.completion.choices[0]?.message.content, outcome.text);
    assert.deepEqual(outcome.completion.usage, usage);
    assert.equal(outcome.completion.choices[0].finish_reason, 'stop');
  });
}

/** Asks twice, streaming and not, and compares what comes of it. */
async function same(
  bench: Bench,
  behaviours: readonly UpstreamBehaviour[],
  changes: Partial<Turn> = {},
): Promise<void> {
  bench.upstream.enqueue(...behaviours, ...behaviours);
  const streamed = await bench.run({ ...changes, stream: true });
  const whole = await bench.run({ ...changes, stream: false });
  assert.deepEqual(whole.end, streamed.end);
  assert.deepEqual(plain(whole.completion), plain(streamed.completion));
  assert.equal(bench.request(0).stream, true);
  assert.notEqual(bench.request(bench.requests.length - 1).stream, true);
}

/** But for what belongs to one answer, or is said in whole answers only. */
function plain({ choices, usage: tokens }: Completion): object {
  return {
    usage: tokens,
    choices: choices.map(
      ({ index, finish_reason: reason, message: { role, content, tool_calls: calls } }) => ({
        index,
        reason,
        role,
        content,
        calls,
      }),
    ),
  };
}
