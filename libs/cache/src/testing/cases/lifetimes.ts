import { equal, rejects } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../case.js';

const HOUR = 3_600_000;

export function lifetimeCases(test: Case): void {
  test('forgets a value after its lifetime', { ttl: HOUR }, async (cache) => {
    await cache.set('short', 1, { ttl: 200 });
    await cache.set('long', 1);
    await cache.getOrSet('made', () => 1, { ttl: 200 });
    equal(await cache.get('long'), 1);
    await sleep(250);
    equal(await cache.get('short'), undefined);
    equal(await cache.get('made'), undefined);
    equal(await cache.get('long'), 1);
  });

  test('has a lifetime of its own where none is given', { ttl: 200 }, async (cache) => {
    await cache.set('a', 1);
    equal(await cache.get('a'), 1);
    await sleep(250);
    equal(await cache.get('a'), undefined);
  });

  test(
    'takes fractions, and jitter that leaves nothing, for whole milliseconds',
    { jitter: 1 },
    async (cache) => {
      for (let index = 0; index < 20; index++) equal(await cache.set('a', index, { ttl: 1.5 }), true);
      await sleep(10);
      equal(await cache.get('a'), undefined);
    },
  );

  for (const ttl of [0, -5, NaN, Infinity, 1e20]) {
    test(`refuses a lifetime of ${ttl}`, {}, async (cache) => {
      await rejects(cache.set('a', 1, { ttl }), { name: 'CacheOptionError' });
      await rejects(
        cache.getOrSet('a', () => 1, { ttl }),
        { name: 'CacheOptionError' },
      );
      equal(await cache.get('a'), undefined);
    });
  }
}
