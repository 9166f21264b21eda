import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import type { Stage, StageTiming } from '../../stage-timing.js';
import type { Case } from '../bench.js';
import { probeTool } from '../probe-tools.js';

const personalities = [{ id: 'pirate', name: 'Pirate', systemMessage: 'You are a pirate.' }];
const names = (timings: readonly StageTiming[]): readonly Stage[] => timings.map(({ stage }) => stage);

export function stageCases(test: Case): void {
  const tools = () => [probeTool('look_up', () => 'blue')];

  test('times every stage that ran, within the turn', { tools: tools(), personalities }, async (bench) => {
    bench.upstream.enqueue(
      { toolCalls: [{ name: 'look_up', arguments: { about: 'sky' } }] },
      { reply: 'Blue.' },
    );
    const begun = performance.now();
    const outcome = await bench.run({ personalityId: 'pirate' });
    const total = performance.now() - begun;
    assert.equal(outcome.end.steps, 2);
    const timings = outcome.of('stage-end');
    for (const { start, duration, stage } of timings) {
      assert.ok(start >= 0 && duration >= 0, `${stage} ran before the turn`);
      // Two clocks may differ by a rounding.
      assert.ok(start + duration <= total + 1, `${stage} ended after the turn`);
    }
    const ran = names(timings);
    assert.deepEqual([...ran].sort(), [
      'first_chunk',
      'openai_api',
      'openai_api',
      'personality_apply',
      'tool_execution',
      'tool_schema_build',
    ]);
    assert.equal(timings.find(({ stage }) => stage === 'first_chunk')?.start, 0);
  });

  test('times nothing that did not run', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: 'Blue.' });
    const outcome = await run();
    assert.deepEqual([...names(outcome.of('stage-end'))].sort(), ['first_chunk', 'openai_api']);
  });

  test('tells with a thrown error what ran until then', { tools: tools(), personalities }, async (bench) => {
    bench.upstream.enqueue({ error: { status: 500 } });
    const { stages } = (await bench.run({ personalityId: 'pirate' })).refusal;
    assert.deepEqual([...names(stages)].sort(), ['openai_api', 'personality_apply', 'tool_schema_build']);
    for (const { start, duration } of stages) assert.ok(start >= 0 && duration >= 0);
  });

  test('tells before an error event what ran until then', {}, async ({ upstream, run }) => {
    upstream.enqueue({ reply: ['It', ' is'], cut: { afterChunks: 1 } });
    const outcome = await run();
    assert.equal(outcome.failure.status, 502);
    assert.deepEqual([...names(outcome.of('stage-end'))].sort(), ['first_chunk', 'openai_api']);
  });
}
