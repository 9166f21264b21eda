import { deepEqual, equal } from 'node:assert/strict';
import type { Case } from '../case.js';

const KEYS = [
  '',
  ' ',
  'a',
  'A',
  'a:b',
  'a::b',
  '{a}',
  'a*',
  '[a]',
  '\n',
  '__proto__',
  'constructor',
  'ключ',
  '鍵',
  '\ud800',
  '\ud801',
  '\ufffd',
  'x'.repeat(5_000),
];

export function keyCases(test: Case): void {
  test('tells all keys apart', {}, async (cache) => {
    for (const key of KEYS) equal(await cache.get(key), undefined, key);
    for (const [index, key] of KEYS.entries()) await cache.set(key, index);
    for (const [index, key] of KEYS.entries()) {
      // What two keys share in a store is nobody's value.
      const found = await cache.get(key);
      equal(found === undefined || found === index, true, key);
    }
    for (const key of KEYS.filter((each) => each.isWellFormed() && each !== '\ufffd')) {
      equal(await cache.get(key), KEYS.indexOf(key), key);
    }
  });

  test('gets many in the order of the keys', {}, async (cache) => {
    deepEqual(await cache.getMany([]), []);
    await cache.set('a', 1);
    await cache.set('b', { two: 2 });
    deepEqual(await cache.getMany(['b', 'none', 'a', 'b']), [{ two: 2 }, undefined, 1, { two: 2 }]);
  });

  test('gets very many', {}, async (cache) => {
    const keys = Array.from({ length: 500 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key, index) => cache.set(key, index)));
    deepEqual(
      await cache.getMany(keys),
      keys.map((_, index) => index),
    );
  });

  test('deletes one', {}, async (cache) => {
    await cache.set('a', 1);
    await cache.set('b', 2);
    equal(await cache.delete('a'), true);
    equal(await cache.delete('never there'), true);
    deepEqual(await cache.getMany(['a', 'b']), [undefined, 2]);
  });

  test('clears all', {}, async (cache) => {
    const keys = Array.from({ length: 500 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key) => cache.set(key, 1)));
    equal(await cache.clear(), true);
    equal(
      (await cache.getMany(keys)).every((value) => value === undefined),
      true,
    );
    await cache.set('a', 1);
    equal(await cache.get('a'), 1);
  });
}
