import { deepEqual, equal, rejects } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../cache.js';
import type { Case } from '../case.js';

const LIVES = { ttl: 40, staleFor: 3_600_000 };

export function staleCases(test: Case): void {
  test('lets an old value stand in where the factory fails', {}, async (cache) => {
    const outcomes: Outcome[] = [];
    await cache.set('set', 'old', LIVES);
    await cache.getOrSet('made', () => 'old', LIVES);
    await sleep(60);
    for (const key of ['set', 'made']) {
      const failing = () => Promise.reject(new Error('no'));
      equal(await cache.get(key), undefined);
      equal(await cache.getOrSet(key, failing, { onOutcome: (outcome) => outcomes.push(outcome) }), 'old');
    }
    deepEqual(outcomes, ['stale', 'stale']);
  });

  test('makes a new value where it can', {}, async (cache) => {
    await cache.set('a', 'old', LIVES);
    await sleep(60);
    equal(await cache.getOrSet('a', () => 'new'), 'new');
    equal(await cache.get('a'), 'new');
  });

  test('lets none stand in that was not meant to', {}, async (cache) => {
    await cache.set('a', 'old', { ttl: 40 });
    await sleep(60);
    await rejects(
      cache.getOrSet('a', () => Promise.reject(new Error('no'))),
      { message: 'no' },
    );
  });

  test('lets none stand in that was deleted', {}, async (cache) => {
    await cache.set('a', 'old', LIVES);
    await sleep(60);
    await cache.delete('a');
    await rejects(
      cache.getOrSet('a', () => Promise.reject(new Error('no'))),
      { message: 'no' },
    );
  });
}
