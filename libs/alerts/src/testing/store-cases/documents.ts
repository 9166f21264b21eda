import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { AlertError } from '../../errors.js';
import type { Acknowledgement } from '../../overlay/acknowledgement.js';
import type { Write } from '../../ports/alert-store.js';
import { parseRule } from '../../rule/parse.js';
import type { AlertRule } from '../../rule/rule.js';
import type { StoreCase } from '../describe-alert-store.js';

export const ruleNamed = (id: string, version = 1): AlertRule =>
  parseRule({
    id,
    version,
    name: `Rule “${id}” – 规则 \u{1f6a8}`,
    signal: { metric: 'errors', agg: 'ratio' },
    condition: { type: 'threshold', op: '>', value: 0.1 },
  });

const put = (value: AlertRule): Write => ({ collection: 'rules', id: value.id, value });
const ack = (id: string): Acknowledgement => ({ id, by: 'ann', at: 1 });

export function documentCases(test: StoreCase): void {
  test('gives back what it was given', async ({ store }) => {
    await store.commit({ writes: [put(ruleNamed('a')), put(ruleNamed('b'))] });
    deepEqual(await store.get('rules', 'a'), ruleNamed('a'));
    deepEqual([...(await store.read('rules')).keys()].sort(), ['a', 'b']);
  });

  test('has nothing of what there is not', async ({ store }) => {
    equal(await store.get('rules', 'a'), undefined);
    equal((await store.read('incidents')).size, 0);
  });

  test('keeps collections apart', async ({ store }) => {
    await store.commit({ writes: [put(ruleNamed('a')), { collection: 'acks', id: 'a', value: ack('a') }] });
    deepEqual(await store.get('acks', 'a'), ack('a'));
    await store.commit({ writes: [{ collection: 'acks', id: 'a' }] });
    deepEqual([(await store.read('acks')).size, (await store.read('rules')).size], [0, 1]);
  });

  test('does not mind a deletion of nothing', async ({ store }) => {
    await store.commit({ writes: [{ collection: 'rules', id: 'a' }] });
    equal((await store.read('rules')).size, 0);
  });

  test('takes ids of any text', async ({ store }) => {
    const ids = ['a/b', 'a b', '规则', '{x}', 'a:b*'];
    await store.commit({ writes: ids.map((id) => ({ collection: 'acks', id, value: ack(id) }) as const) });
    deepEqual([...(await store.read('acks')).keys()].sort(), [...ids].sort());
  });

  test('refuses a change that was made from an older version, and all that came with it', async ({
    store,
  }) => {
    await store.commit({
      expect: [{ collection: 'rules', id: 'a', version: null }],
      writes: [put(ruleNamed('a'))],
    });
    await store.commit({
      expect: [{ collection: 'rules', id: 'a', version: 1 }],
      writes: [put(ruleNamed('a', 2))],
    });
    const late = {
      expect: [{ collection: 'rules', id: 'a', version: 1 }],
      writes: [put(ruleNamed('a', 7)), put(ruleNamed('b'))],
    } as const;
    await rejects(store.commit(late), (error) => AlertError.is(error) && error.code === 'alert_conflict');
    equal((await store.get('rules', 'a'))?.version, 2);
    equal(await store.get('rules', 'b'), undefined);
  });

  test('refuses to make what there is, and to change what there is not', async ({ store }) => {
    await store.commit({ writes: [put(ruleNamed('a'))] });
    await rejects(store.commit({ expect: [{ collection: 'rules', id: 'a', version: null }] }));
    await rejects(store.commit({ expect: [{ collection: 'rules', id: 'b', version: 1 }] }));
  });

  test('has a revision that grows with what people set, and with nothing else', async ({ store }) => {
    const before = await store.revision();
    await store.commit({ writes: [{ collection: 'meta', id: 'evaluator', value: { evaluatedAt: 5 } }] });
    equal(await store.revision(), before);
    await store.commit({ writes: [put(ruleNamed('a'))] });
    const after = await store.revision();
    ok(after > before);
    await store.commit({ writes: [{ collection: 'rules', id: 'a' }] });
    ok((await store.revision()) > after);
  });

  test('has one winner of many who make the same at once', async ({ store }) => {
    const tries = Array.from({ length: 8 }, () =>
      store.commit({
        expect: [{ collection: 'rules', id: 'a', version: null }],
        writes: [put(ruleNamed('a'))],
      }),
    );
    const outcomes = await Promise.allSettled(tries);
    equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('has it all after a restart', async ({ store, reopen }) => {
    await store.commit({ writes: [put(ruleNamed('a'))], history: [{ type: 'ruleCreated', at: 1 }] });
    const revision = await store.revision();
    const again = (await reopen?.()) ?? store;
    deepEqual(await again.get('rules', 'a'), ruleNamed('a'));
    equal(await again.revision(), revision);
    equal((await again.history({})).length, 1);
  });
}
