import { equal, rejects } from 'node:assert/strict';
import { AlertError } from '../../errors.js';
import type { StoreCase } from '../describe-alert-store.js';

const beat = (evaluatedAt: number) => [
  { collection: 'meta', id: 'evaluator', value: { evaluatedAt } } as const,
];

export function fenceCases(test: StoreCase): void {
  test('refuses who held the lease before', async ({ store }) => {
    await store.commit({ fence: 3, writes: beat(1) });
    await store.commit({ fence: 4, writes: beat(2) });
    const late = store.commit({ fence: 3, writes: beat(3), history: [{ type: 'fired', at: 1 }] });
    await rejects(late, (error) => AlertError.is(error) && error.code === 'stale_fence');
    equal((await store.get('meta', 'evaluator'))?.evaluatedAt, 2);
    equal((await store.history({})).length, 0);
  });

  test('takes the same again, and those who need none', async ({ store }) => {
    await store.commit({ fence: 4, writes: beat(1) });
    await store.commit({ fence: 4, writes: beat(2) });
    await store.commit({ writes: beat(3) });
    equal((await store.get('meta', 'evaluator'))?.evaluatedAt, 3);
  });

  test('knows the fence after a restart', async ({ store, reopen }) => {
    await store.commit({ fence: 9, writes: beat(1) });
    const again = (await reopen?.()) ?? store;
    await rejects(again.commit({ fence: 8, writes: beat(2) }));
  });
}
