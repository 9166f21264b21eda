import { equal, rejects } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case } from '../case.js';

export function abortCases(test: Case): void {
  test('does nothing for a signal that has aborted', {}, async (cache) => {
    const signal = AbortSignal.abort(new Error('too late'));
    const reason = { message: 'too late' };
    await rejects(cache.get('a', { signal }), reason);
    await rejects(cache.getMany(['a'], { signal }), reason);
    await rejects(cache.has('a', { signal }), reason);
    await rejects(cache.set('a', 1, { signal }), reason);
    await rejects(cache.delete('a', { signal }), reason);
    await rejects(cache.clear({ signal }), reason);
    await rejects(
      cache.getOrSet('a', () => 1, { signal }),
      reason,
    );
    equal(await cache.get('a'), undefined);
  });

  test('lets one go who waits, and goes on for the others', {}, async (cache) => {
    const leaving = new AbortController();
    let aborted: boolean | undefined;
    const factory = async ({ signal }: { signal: AbortSignal }) => {
      await sleep(40);
      aborted = signal.aborted;
      return 'made';
    };
    const first = cache.getOrSet('a', factory, { signal: leaving.signal });
    const second = cache.getOrSet('a', factory, { signal: new AbortController().signal });
    await sleep(10);
    leaving.abort(new Error('left'));
    await rejects(first, { message: 'left' });
    equal(await second, 'made');
    equal(aborted, false);
  });

  test(
    'tells the factory when nobody waits any more, and begins anew for who comes then',
    {},
    async (cache) => {
      const controllers = [new AbortController(), new AbortController()] as const;
      let told: () => void = () => undefined;
      const isTold = new Promise<void>((resolve) => (told = resolve));
      const factory = ({ signal }: { signal: AbortSignal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            told();
            reject(signal.reason as Error);
          });
        });
      const asked = controllers.map(({ signal }) => cache.getOrSet('a', factory, { signal }));
      await sleep(20);
      for (const controller of controllers) controller.abort(new Error('left'));
      for (const each of asked) await rejects(each, { message: 'left' });
      await isTold;
      equal(await cache.getOrSet('a', () => 'made'), 'made');
    },
  );
}
