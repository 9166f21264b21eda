import { deepEqual, equal, rejects } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../cache.js';
import type { Case } from '../case.js';

export function fillCases(test: Case): void {
  test('makes what is missing, once', {}, async (cache) => {
    const outcomes: Outcome[] = [];
    let calls = 0;
    const ask = () =>
      cache.getOrSet('a', () => ({ call: ++calls }), { onOutcome: (outcome) => outcomes.push(outcome) });
    deepEqual(await ask(), { call: 1 });
    deepEqual(await ask(), { call: 1 });
    deepEqual(outcomes, ['miss', 'hit']);
    deepEqual(await cache.get('a'), { call: 1 });
  });

  test('does not make what was set', {}, async (cache) => {
    await cache.set('a', null);
    equal(await cache.getOrSet('a', () => 'made'), null);
  });

  test('makes a value once for a thousand who ask at the same time', {}, async (cache) => {
    let calls = 0;
    const outcomes = new Set<Outcome>();
    const factory = async () => {
      calls++;
      await sleep(20);
      return { calls };
    };
    const onOutcome = (outcome: Outcome): unknown => outcomes.add(outcome);
    const values = await Promise.all(
      Array.from({ length: 1_000 }, () => cache.getOrSet('a', factory, { onOutcome })),
    );
    equal(calls, 1);
    equal(
      values.every((value) => JSON.stringify(value) === '{"calls":1}'),
      true,
    );
    deepEqual([...outcomes], ['miss']);
  });

  test('makes values of different keys side by side', {}, async (cache) => {
    let most = 0;
    let atOnce = 0;
    const factory = async () => {
      most = Math.max(most, ++atOnce);
      await sleep(20);
      return atOnce--;
    };
    await Promise.all(['a', 'b', 'c'].map((key) => cache.getOrSet(key, factory)));
    equal(most, 3);
  });

  test('rejects all who wait with the error of one call, and tries again for the next', {}, async (cache) => {
    const error = new Error('no');
    let calls = 0;
    const failing = async () => {
      calls++;
      await sleep(10);
      throw error;
    };
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => cache.getOrSet('a', failing)));
    equal(calls, 1);
    equal(
      results.every((result) => result.status === 'rejected' && result.reason === error),
      true,
    );
    equal(await cache.getOrSet('a', () => 'made'), 'made');
  });

  test('rejects with what a factory throws at once', {}, async (cache) => {
    const throwing = (): never => {
      throw new TypeError('no');
    };
    await rejects(cache.getOrSet('a', throwing), { name: 'TypeError' });
  });

  test('hands out what it cannot keep', { maxValueBytes: 100 }, async (cache) => {
    const large = 'x'.repeat(200);
    for (const made of [undefined, large, 1n]) {
      equal(await cache.getOrSet('a', () => made), made);
      equal(await cache.get('a'), undefined);
    }
    equal(await cache.getOrSet('a', () => 'small'), 'small');
  });
}
