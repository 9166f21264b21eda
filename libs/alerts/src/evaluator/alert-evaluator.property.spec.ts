import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FixedEngines } from '../fixtures/fixed-engines.js';
import { ManualClock } from '../fixtures/manual-clock.js';
import { MemoryDispatcher } from '../fixtures/memory-dispatcher.js';
import { bad, good, noData, ruleOf } from '../fixtures/rules.js';
import { ScriptedSource } from '../fixtures/scripted-source.js';
import type { AlertRule } from '../rule/rule.js';
import { MemoryAlertStore } from '../store/memory-alert-store.js';
import { AlertEvaluator } from './alert-evaluator.js';

type Deed =
  | { readonly do: 'look'; readonly sample: 'bad' | 'good' | 'noData'; readonly seconds: number }
  /** Killed; with what had been accepted sent or not. */
  | { readonly do: 'die'; readonly sent: boolean }
  | { readonly do: 'silence'; readonly seconds: number };

const look = fc.record({
  do: fc.constant('look' as const),
  sample: fc.constantFrom('bad', 'bad', 'good', 'good', 'noData'),
  seconds: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 6 }) },
    { weight: 1, arbitrary: fc.integer({ min: -500, max: 5_000 }) },
  ),
}) as fc.Arbitrary<Deed>;
const die = fc.record({ do: fc.constant('die' as const), sent: fc.boolean() });
const silence = fc.record({ do: fc.constant('silence' as const), seconds: fc.integer({ min: 1, max: 20 }) });
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof({ weight: 12, arbitrary: look }, { weight: 2, arbitrary: die }, { weight: 1, arbitrary: silence }),
  { minLength: 5, maxLength: 60 },
);
const rules: fc.Arbitrary<AlertRule> = fc
  .record({
    for: fc.integer({ min: 0, max: 4 }),
    keepFiringFor: fc.integer({ min: 0, max: 4 }),
    repeat: fc.record({ every: fc.constant(60), max: fc.integer({ min: 0, max: 2 }) }),
  })
  .map((changes) => ruleOf(changes));

describe('an evaluator that is killed again and again', () => {
  it('loses no message, sends none twice, and closes each page', async () => {
    await fc.assert(
      fc.asyncProperty(rules, deeds, async (rule, course) => {
        const clock = new ManualClock();
        const store = new MemoryAlertStore();
        const channel = { id: 'mail', version: 1, type: 'email', enabled: true };
        await store.commit({
          writes: [
            { collection: 'rules', id: rule.id, value: rule },
            { collection: 'channels', id: 'mail', value: channel },
          ],
        });
        let sample = good;
        const source = new ScriptedSource(() => sample);
        const received: string[] = [];
        const make = () => {
          const dispatcher = new MemoryDispatcher();
          const evaluator = new AlertEvaluator({
            store,
            source,
            clock,
            engines: new FixedEngines('a'),
            dispatcher,
          });
          return { dispatcher, evaluator };
        };
        let { dispatcher, evaluator } = make();
        const collect = () => received.push(...dispatcher.sent.splice(0).map(({ key }) => key));
        const tick = async (seconds: number) => {
          clock.jump(seconds * 1_000);
          await evaluator.tick();
          collect();
        };
        for (const deed of course) {
          if (deed.do === 'look') {
            sample = { bad, good, noData }[deed.sample];
            await tick(deed.seconds);
          } else if (deed.do === 'silence') {
            const now = clock.now();
            const value = {
              id: 's',
              match: { rule: rule.id },
              startsAt: now,
              endsAt: now + deed.seconds * 1_000,
              reason: '-',
              createdBy: '-',
            };
            await store.commit({ writes: [{ collection: 'silences', id: 's', value }] });
          } else {
            // The last tick's messages wait in the outbox, or were on their way when it died.
            dispatcher.holding = !deed.sent;
            await tick(1);
            ({ dispatcher, evaluator } = make());
          }
        }
        sample = good;
        for (let i = 0; i < 2_000; i++) await tick(1);

        const history = await store.history({ limit: 1_000 });
        const ids = (type: string) =>
          history.flatMap((entry) => (entry.type === type ? (entry.incidentId ?? []) : [])).sort();
        expect(new Set(ids('fired')).size).toBe(ids('fired').length);
        expect(ids('resolved')).toEqual(ids('fired'));
        expect([...ids('announced'), ...ids('unannounced')].sort()).toEqual(ids('fired'));
        // Nothing twice; each announced incident has its page and its end.
        expect(new Set(received).size).toBe(received.length);
        const told = (kind: string) =>
          received
            .filter((key) => key.endsWith(`:${kind}:0`))
            .map((key) => key.split(':')[1])
            .sort();
        expect(told('fired')).toEqual(ids('announced'));
        expect(told('resolved')).toEqual(ids('announced'));
        expect([(await store.read('incidents')).size, (await store.read('outbox')).size]).toEqual([0, 0]);
      }),
      { numRuns: 60 },
    );
  });
});
