import { describe, expect, it } from '@jest/globals';
import { AlertEvaluator } from '../evaluator/alert-evaluator.js';
import { FixedEngines } from '../fixtures/fixed-engines.js';
import { ManualClock } from '../fixtures/manual-clock.js';
import { MemoryDispatcher } from '../fixtures/memory-dispatcher.js';
import { bad, good, noData, ruleOf, sampleOf } from '../fixtures/rules.js';
import { ScriptedSource } from '../fixtures/scripted-source.js';
import type { Sample, SignalQuery } from '../ports/signal-source.js';
import { MemoryAlertStore } from '../store/memory-alert-store.js';
import { comparePreviews, preview, type PreviewOptions } from './preview.js';

const FROM = Date.parse('2026-03-04T00:00:00Z');
const HOUR = 3_600_000;
const engines = new FixedEngines('mem0_proxy', 'chat_engine');

/** Bad in these stretches, seconds from the beginning. */
const badIn =
  (...stretches: readonly (readonly [number, number])[]) =>
  ({ at }: SignalQuery): Sample =>
    stretches.some(([from, to]) => at >= FROM + from * 1_000 && at < FROM + to * 1_000) ? bad : good;

function options(answer: (query: SignalQuery) => Sample, more: Partial<PreviewOptions> = {}): PreviewOptions {
  return { source: new ScriptedSource(answer), engines, from: FROM, to: FROM + HOUR, ...more };
}

describe('a preview', () => {
  it('says when the rule would have fired, for how long, and how many messages there would have been', async () => {
    const result = await preview(
      ruleOf({ for: 10, keepFiringFor: 5 }),
      options(badIn([100, 200], [300, 305], [1_000, 1_100])),
    );
    expect(result.incidents).toMatchObject([
      {
        startedAt: FROM + 100_000,
        firedAt: FROM + 110_000,
        resolvedAt: FROM + 205_000,
        peak: 1,
        announced: true,
      },
      { startedAt: FROM + 1_000_000, firedAt: FROM + 1_010_000, resolvedAt: FROM + 1_105_000 },
    ]);
    expect(result).toMatchObject({
      incidentCount: 2,
      notifications: { fired: 2, repeated: 0, resolved: 2 },
      firingTime: 190_000,
      points: 3_601,
      step: 1,
    });
  });

  it('has what still fires at its end', async () => {
    const result = await preview(ruleOf(), options(badIn([3_000, 9_999])));
    expect(result).toMatchObject({
      incidents: [{ resolvedAt: null }],
      firingTime: 600_000,
      notifications: { fired: 1, resolved: 0 },
    });
  });

  it('says how much of the time there was anything to judge', async () => {
    const result = await preview(
      ruleOf({ minSamples: 10 }),
      options(({ at }) => (at < FROM + HOUR / 2 ? noData : sampleOf(0, 5))),
    );
    expect(result.health.noData).toBeCloseTo(0.5, 2);
    expect(result.health.lowSamples).toBeCloseTo(0.5, 2);
  });

  it('counts no message in a mute time', async () => {
    const rule = ruleOf({ muteTimes: [{ from: '00:00', to: '00:30' }] });
    const result = await preview(rule, options(badIn([100, 200], [2_000, 2_100])));
    expect([result.incidentCount, result.notifications.fired]).toEqual([2, 1]);
    expect(result.incidents.map(({ announced }) => announced)).toEqual([false, true]);
  });

  it('asks for the engine that was in force at the time', async () => {
    const switching = new FixedEngines('mem0_proxy', 'chat_engine');
    switching.switch('chat_engine', FROM + 1_800_000);
    const answer = ({ scope }: SignalQuery) => (scope.engine === 'chat_engine' ? bad : good);
    const result = await preview(
      ruleOf({ scope: { engine: 'active' }, graceAfterSwitch: 60 }),
      options(answer, { engines: switching }),
    );
    expect(result.incidents).toMatchObject([{ firedAt: FROM + 1_860_000, scope: { engine: 'chat_engine' } }]);
  });

  it('watches each engine by itself', async () => {
    const answer = (query: SignalQuery) =>
      query.scope.engine === 'chat_engine' ? badIn([10, 20])(query) : good;
    const result = await preview(ruleOf({ scope: { engine: 'each' } }), options(answer));
    expect(result.incidents.map(({ subject }) => subject)).toEqual(['chat_engine']);
  });

  it('looks back at the baseline of the time', async () => {
    const condition = { type: 'change', baseline: { offset: 600 }, op: '>', factor: 2 } as const;
    const answer = ({ at }: SignalQuery) => sampleOf(at >= FROM + 1_000_000 ? 3 : 1);
    const result = await preview(ruleOf({ condition }), options(answer));
    expect(result.incidents).toMatchObject([{ firedAt: FROM + 1_000_000, resolvedAt: FROM + 1_600_000 }]);
  });

  it('takes a source that has no ranges', async () => {
    const answer = badIn([100, 200]);
    const source = { query: answer };
    expect((await preview(ruleOf(), { ...options(answer), source })).incidentCount).toBe(1);
  });

  it('looks less often over a long stretch, and ends', async () => {
    const result = await preview(
      ruleOf({ for: 3 }),
      options(badIn([1_000, 90_000]), { to: FROM + 100 * 24 * HOUR }),
    );
    expect(result.points).toBeLessThanOrEqual(100_001);
    expect(result.incidentCount).toBe(1);
  });

  it('can be stopped, and needs a stretch of time', async () => {
    const stopped = new AbortController();
    const pause = async () => {
      await Promise.resolve();
      stopped.abort();
    };
    await expect(
      preview(
        ruleOf(),
        options(() => good, { pause, signal: stopped.signal, to: FROM + 24 * HOUR }),
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
    await expect(
      preview(
        ruleOf(),
        options(() => good, { to: FROM }),
      ),
    ).rejects.toMatchObject({ code: 'invalid_preview', param: 'from' });
  });

  it('says what the evaluator did in truth', async () => {
    const answer = ({ at }: SignalQuery) =>
      sampleOf(Math.abs(Math.sin(at / 7_919)) * Math.abs(Math.sin(at / 104_729)));
    const rule = ruleOf({ for: 3, keepFiringFor: 4, repeat: { every: 60, max: 2 } });
    const previewed = await preview(rule, options(answer, { from: FROM + 1_000, to: FROM + 1_800_000 }));

    const clock = new ManualClock(FROM);
    const store = new MemoryAlertStore();
    await store.commit({
      writes: [
        { collection: 'rules', id: rule.id, value: rule },
        { collection: 'channels', id: 'c', value: { id: 'c', version: 1, type: 'slack', enabled: true } },
      ],
    });
    const dispatcher = new MemoryDispatcher();
    const evaluator = new AlertEvaluator({
      store,
      source: new ScriptedSource(answer),
      engines,
      clock,
      dispatcher,
    });
    for (let i = 0; i < 1_800; i++) {
      clock.advance(1_000);
      await evaluator.tick();
    }
    const count = (kind: string) => dispatcher.sent.filter((message) => message.kind === kind).length;
    expect(previewed.incidentCount).toBeGreaterThan(3);
    expect(previewed.notifications).toEqual({
      fired: count('fired'),
      repeated: count('repeated'),
      resolved: count('resolved'),
    });
    const fired = (await store.history({ types: ['fired'], limit: 1_000 })).map(({ at }) => at).reverse();
    expect(previewed.incidents.map(({ firedAt }) => firedAt)).toEqual(fired);
  });
});

describe('two versions of a rule', () => {
  it('are compared by what one has and the other has not', async () => {
    const answer = badIn([100, 130], [1_000, 1_100]);
    const { candidate, present, added, gone } = await comparePreviews(
      ruleOf({ for: 50 }),
      ruleOf({ for: 10 }),
      options(answer),
    );
    expect([candidate.incidentCount, present?.incidentCount]).toEqual([1, 2]);
    expect(added).toEqual([]);
    expect(gone).toMatchObject([{ firedAt: FROM + 110_000 }]);
  });

  it('of which one is not there yet', async () => {
    const { present, added } = await comparePreviews(ruleOf(), undefined, options(badIn([100, 130])));
    expect([present, added.length]).toEqual([null, 1]);
  });
});
