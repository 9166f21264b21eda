import { deepEqual, equal, notEqual } from 'node:assert/strict';
import type { Case } from '../case.js';

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;
const notJson: Readonly<Record<string, unknown>> = {
  'a function': () => undefined,
  'a big integer': 1n,
  'a cycle': cyclic,
  nothing: undefined,
};

export function valueCases(test: Case): void {
  test('gives back what was set', {}, async (cache) => {
    const values = [
      { a: [1, 'zwei', null, { b: false }] },
      [],
      '',
      'text \u2028 \ud83d\ude80 \ud800',
      0,
      -1.5,
      false,
      null,
    ];
    for (const [index, value] of values.entries()) {
      equal(await cache.set(`key ${index}`, value), true);
      deepEqual(await cache.get(`key ${index}`), value);
      equal(await cache.has(`key ${index}`), true);
    }
  });

  test('has nothing under another key', {}, async (cache) => {
    await cache.set('a', 1);
    equal(await cache.get('b'), undefined);
    equal(await cache.has('b'), false);
  });

  test('gives back what JSON makes of a value', {}, async (cache) => {
    await cache.set('a', { at: new Date(0), none: undefined, list: [undefined] });
    deepEqual(await cache.get('a'), { at: '1970-01-01T00:00:00.000Z', list: [null] });
  });

  test('does not change with the object that it was given', {}, async (cache) => {
    const value = { list: [1] };
    await cache.set('a', value);
    value.list.push(2);
    const made = await cache.getOrSet('b', () => value);
    value.list.push(3);
    deepEqual(await cache.get('a'), { list: [1] });
    deepEqual([made, await cache.get('b')], [{ list: [1, 2] }, { list: [1, 2] }]);
  });

  test('keeps large values', {}, async (cache) => {
    const value = Array.from({ length: 3_000 }, (_, index) => ({
      index,
      text: `Nummer ${index}, größer als die davor`,
    }));
    equal(await cache.set('a', value), true);
    deepEqual(await cache.get('a'), value);
  });

  test('replaces a value', {}, async (cache) => {
    await cache.set('a', 1);
    equal(await cache.set('a', 2), true);
    equal(await cache.get('a'), 2);
  });

  for (const [what, value] of Object.entries(notJson)) {
    test(`says that it does not keep ${what}, nor the value before`, {}, async (cache) => {
      await cache.set('a', 1);
      equal(await cache.set('a', value), false);
      equal(await cache.get('a'), undefined);
    });
  }

  test(
    'says that it does not keep what is too large, nor the value before',
    { maxValueBytes: 100 },
    async (cache) => {
      equal(await cache.set('a', 'x'.repeat(98)), true);
      notEqual(await cache.get('a'), undefined);
      equal(await cache.set('a', 'x'.repeat(99)), false);
      equal(await cache.get('a'), undefined);
      // Three bytes each.
      equal(await cache.set('a', '€'.repeat(40)), false);
    },
  );
}
