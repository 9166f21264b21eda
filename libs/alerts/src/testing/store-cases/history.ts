import { deepEqual, equal, ok } from 'node:assert/strict';
import type { HistoryEntry } from '../../ports/history.js';
import { KEPT, type StoreCase } from '../describe-alert-store.js';

const entry = (at: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  type: 'fired',
  at,
  ...more,
});

export function historyCases(test: StoreCase): void {
  test('gives the newest first, with growing sequences', async ({ store }) => {
    await store.commit({ history: [entry(1), entry(2)] });
    await store.commit({
      history: [entry(3, { value: 0.25, reason: 'zu viel – 太多', detail: { a: [1] } })],
    });
    const found = [...(await store.history({}))];
    deepEqual(
      found.map(({ at }) => at),
      [3, 2, 1],
    );
    ok(found.every(({ sequence }, i) => i === 0 || sequence < (found[i - 1]?.sequence ?? 0)));
    deepEqual(found[0], {
      ...entry(3, { value: 0.25, reason: 'zu viel – 太多', detail: { a: [1] } }),
      sequence: found[0]?.sequence,
    });
  });

  test('gives page after page', async ({ store }) => {
    await store.commit({ history: Array.from({ length: 25 }, (_, i) => entry(i)) });
    const seen: number[] = [];
    let before: number | undefined;
    for (;;) {
      const page = await store.history({ limit: 10, ...(before !== undefined && { before }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ at }) => at));
      before = page.at(-1)?.sequence;
    }
    deepEqual(
      seen,
      Array.from({ length: 25 }, (_, i) => 24 - i),
    );
  });

  test('finds by rule, incident and type', async ({ store }) => {
    await store.commit({
      history: [
        entry(1, { ruleId: 'a', incidentId: 'a.1' }),
        entry(2, { ruleId: 'a', incidentId: 'a.2', type: 'resolved' }),
        entry(3, { ruleId: 'b', incidentId: 'b.1' }),
        entry(4),
      ],
    });
    const times = async (query: Parameters<typeof store.history>[0]) =>
      [...(await store.history(query))].map(({ at }) => at);
    deepEqual(await times({ ruleId: 'a' }), [2, 1]);
    deepEqual(await times({ incidentId: 'b.1' }), [3]);
    deepEqual(await times({ types: ['resolved'] }), [2]);
    deepEqual(await times({ ruleId: 'a', types: ['fired'] }), [1]);
    deepEqual(await times({ ruleId: "a' OR 1=1" }), []);
  });

  test('keeps no more than it should', async ({ store }) => {
    for (let i = 0; i < 4; i++) {
      await store.commit({ history: Array.from({ length: 30 }, (_, j) => entry(i * 30 + j)) });
    }
    const found = await store.history({ limit: 1_000 });
    equal(found.length, KEPT);
    equal(found.at(-1)?.at, 120 - KEPT);
  });
}
