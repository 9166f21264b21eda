import assert from 'node:assert/strict';
import type { EngineEvent } from '../../events.js';
import { turn, type Case } from '../bench.js';
import { probeTool } from '../probe-tools.js';

const halfway = { reply: ['It', ' is', ' blue.'], silence: { afterChunks: 2 } } as const;

export function cancelCases(test: Case): void {
  test('asks the upstream nothing when it was cancelled before', {}, async (bench) => {
    const { refusal } = await bench.run({}, AbortSignal.abort());
    assert.equal(refusal.code, 'cancelled');
    assert.equal(bench.upstream.stats().requests, 0);
  });

  test('stops while it connects', {}, async (bench) => {
    bench.upstream.enqueue({ silence: 'headers' });
    const controller = new AbortController();
    const outcome = bench.run({}, controller.signal);
    controller.abort();
    assert.equal((await outcome).refusal.code, 'cancelled');
    await bench.aborted();
  });

  for (const stream of [true, false]) {
    test(`stops before the first byte, ${stream ? '' : 'not '}streaming`, {}, async (bench) => {
      bench.upstream.enqueue({ silence: 'headers' });
      const controller = new AbortController();
      const outcome = bench.run({ stream }, controller.signal);
      await bench.upstream.waitFor(() => bench.upstream.stats().active === 1);
      controller.abort();
      assert.equal((await outcome).refusal.code, 'cancelled');
      assert.equal(await bench.aborted(), 1);
    });
  }

  test('stops in the middle of an answer', {}, async (bench) => {
    bench.upstream.enqueue(halfway);
    const controller = new AbortController();
    const outcome = await bench.run({}, controller.signal, (event) => {
      if (event.type === 'text-delta' && event.text === ' is') controller.abort();
    });
    assert.equal(outcome.failure.code, 'cancelled');
    assert.equal(outcome.text, 'It is');
    assert.equal(await bench.aborted(), 1);
  });

  test('says nothing more of an answer that was there already', {}, async (bench) => {
    bench.upstream.enqueue({ chunks: 200 });
    const controller = new AbortController();
    const events = bench.engine.generateResponse(turn(), { signal: controller.signal });
    const iterator = events[Symbol.asyncIterator]();
    await iterator.next();
    await bench.upstream.waitFor(() => bench.upstream.stats().active === 0);
    controller.abort();
    const rest: EngineEvent[] = [];
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      rest.push(next.value);
    // What was on its way to the reader may still come.
    assert.ok(rest.filter(({ type }) => type === 'text-delta').length <= 1, 'it went on with the answer');
    const last = rest.at(-1);
    assert.equal(last?.type === 'error' ? last.error.code : last?.type, 'cancelled');
  });

  let stopped = false;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const slow = probeTool('look_up', (_, { signal }) => {
    begin();
    return new Promise<string>((resolve) => {
      signal.addEventListener('abort', () => {
        stopped = true;
        resolve('late');
      });
    });
  });
  test('stops a tool that runs', { tools: [slow] }, async (bench) => {
    bench.upstream.enqueue({ toolCalls: [{ name: 'look_up', arguments: { about: 'sky' } }] });
    const controller = new AbortController();
    const outcome = bench.run({}, controller.signal);
    await begun;
    controller.abort();
    assert.equal((await outcome).failure.code, 'cancelled');
    assert.equal(stopped, true);
    assert.equal(bench.requests.length, 1);
  });

  test('ends the upstream\u2019s answer when its reader leaves', {}, async (bench) => {
    bench.upstream.enqueue(halfway);
    const { signal } = new AbortController();
    for await (const event of bench.engine.generateResponse(turn(), { signal })) {
      if (event.type === 'text-delta') break;
    }
    assert.equal(await bench.aborted(), 1);
  });

  test('cancels one turn and no other', {}, async (bench) => {
    bench.upstream.enqueue({ silence: 'headers' });
    const controller = new AbortController();
    const cancelled = bench.run({}, controller.signal);
    await bench.upstream.waitFor(() => bench.upstream.stats().active === 1);
    bench.upstream.enqueue({ reply: 'Blue.' });
    const other = bench.run();
    controller.abort();
    assert.equal((await other).text, 'Blue.');
    assert.equal((await cancelled).refusal.code, 'cancelled');
  });
}
