import { deepEqual, equal } from 'node:assert/strict';
import type { Cache } from '../../cache.js';
import type { Case } from '../case.js';

/** What happens to a key while its value is being made. */
const changes: Readonly<
  Record<string, readonly [after: unknown, change: (cache: Cache<unknown>) => Promise<unknown>]>
> = {
  'is deleted': [undefined, (cache) => cache.delete('a')],
  'is set': ['set', (cache) => cache.set('a', 'set')],
  'is cleared': [undefined, (cache) => cache.clear()],
};

export function raceCases(test: Case): void {
  test('does what was asked for in that order', {}, async (cache) => {
    const large = 'x'.repeat(50_000);
    await Promise.all([cache.set('a', large), cache.set('a', 2), cache.set('b', large), cache.delete('b')]);
    deepEqual(await cache.getMany(['a', 'b']), [2, undefined]);
  });

  for (const [what, [after, change]] of Object.entries(changes)) {
    test(`does not keep what was made of a key that ${what} meanwhile`, {}, async (cache) => {
      let finish: (value: string) => void = () => undefined;
      let begun: () => void = () => undefined;
      const isBegun = new Promise<void>((resolve) => (begun = resolve));
      const asked = cache.getOrSet('a', () => {
        begun();
        return new Promise((resolve) => (finish = resolve));
      });
      await isBegun;
      await change(cache);
      const askedLater = cache.getOrSet('a', () => 'made later');
      finish('old');
      // Who asked before the change gets what was known then.
      equal(await asked, 'old');
      equal(await askedLater, after ?? 'made later');
      equal(await cache.get('a'), after ?? 'made later');
    });
  }
}
