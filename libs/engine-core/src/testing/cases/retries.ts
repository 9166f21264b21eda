import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../bench.js';
import { checkChoice } from './streaming.js';

const refuses = (status: number, retryAfter = '0') => ({
  error: { status, headers: { 'retry-after': retryAfter } },
});

export function retryCases(test: Case): void {
  for (const status of [429, 500, 503]) {
    test(`tries again after ${status}, and answers once`, { maxRetries: 2 }, async (bench) => {
      bench.upstream.enqueue(refuses(status), { reply: 'It is blue.' });
      const outcome = await bench.run();
      assert.equal(outcome.end.steps, 1);
      assert.equal(outcome.text, 'It is blue.');
      checkChoice(outcome, 0);
      assert.equal(bench.requests.length, 2);
      assert.deepEqual(bench.request(1), bench.request(0));
    });
  }

  test('tries no more often than it was told', { maxRetries: 2 }, async (bench) => {
    bench.upstream.enqueue(refuses(429), refuses(429), refuses(429), { reply: 'It is blue.' });
    assert.equal((await bench.run()).refusal.status, 429);
    assert.equal(bench.requests.length, 3);
  });

  test('does not try again where that cannot help', { maxRetries: 2 }, async (bench) => {
    bench.upstream.enqueue(refuses(400), { reply: 'It is blue.' });
    assert.equal((await bench.run()).refusal.status, 400);
    assert.equal(bench.requests.length, 1);
  });

  test('does not try again once the answer has begun', { maxRetries: 2 }, async (bench) => {
    bench.upstream.enqueue({ reply: ['It', ' is'], cut: { afterChunks: 1 } }, { reply: 'It is blue.' });
    const outcome = await bench.run();
    assert.equal(outcome.failure.status, 502);
    assert.equal(outcome.text, 'It');
    assert.equal(bench.requests.length, 1);
  });

  test('does not wait an hour for an upstream that asks for it', { maxRetries: 2 }, async (bench) => {
    bench.upstream.enqueue(refuses(429, '3600'), { reply: 'It is blue.' });
    const { refusal } = await bench.run();
    assert.deepEqual([refusal.status, refusal.retryAfter], [429, 3_600]);
    assert.equal(bench.requests.length, 1);
  });

  test('stops waiting for another try when it is cancelled', { maxRetries: 2 }, async (bench) => {
    bench.upstream.enqueue(refuses(429, '1'), { reply: 'It is blue.' });
    const controller = new AbortController();
    const outcome = bench.run({}, controller.signal);
    await bench.upstream.waitFor(() => {
      const { requests, active } = bench.upstream.stats();
      return requests === 1 && active === 0;
    });
    controller.abort();
    assert.equal((await outcome).refusal.code, 'cancelled');
    await sleep(1_500);
    assert.equal(bench.requests.length, 1, 'it tried again all the same');
  });
}
