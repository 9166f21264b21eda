import { describe, expect, it } from '@jest/globals';
import { bad, failing, good, noData, ruleOf, sampleOf } from '../fixtures/rules.js';
import type { Sample } from '../ports/signal-source.js';
import type { AlertRule, AlertRuleInput } from '../rule/rule.js';
import { newRecord, type AlertRecord } from './alert-record.js';
import { closeRecord } from './close.js';
import { step, type Reading } from './step.js';

const T0 = 1_800_000_000_000;

/** Steps through samples, one each second, and says what became of each: the state, and the events in brackets. */
class Run {
  record: AlertRecord;
  now = T0;
  readonly rule: AlertRule;

  constructor(changes: Partial<AlertRuleInput> = {}) {
    this.rule = ruleOf(changes);
    this.record = newRecord('errors', 1, '', T0);
  }

  see(
    sample: Sample | readonly Sample[],
    {
      seconds = 1,
      grace,
      rule = this.rule,
    }: { seconds?: number; grace?: Reading['grace']; rule?: AlertRule } = {},
  ): string {
    this.now += seconds * 1_000;
    const samples = Array.isArray(sample) ? (sample as readonly Sample[]) : [sample as Sample];
    const { next, events } = step(rule, this.record, { samples, scope: {}, grace }, this.now);
    this.record = next;
    const happened = events.map(({ type }) => type).filter((type) => type !== 'healthChanged');
    return happened.length === 0 ? next.state : `${next.state} [${happened.join(' ')}]`;
  }

  all(...samples: readonly (Sample | readonly Sample[])[]): readonly string[] {
    return samples.map((sample) => this.see(sample));
  }
}

describe('from inactive to firing', () => {
  it('fires at once without "for", and is resolved at once without "keepFiringFor"', () => {
    expect(new Run().all(good, bad, bad, good)).toEqual([
      'inactive',
      'firing [fired]',
      'firing',
      'inactive [resolved]',
    ]);
  });

  it('fires when the condition has held for "for"', () => {
    expect(new Run({ for: 3 }).all(bad, bad, bad, bad)).toEqual([
      'pending [pending]',
      'pending',
      'pending',
      'firing [fired]',
    ]);
  });

  it('is quiet when the condition clears before', () => {
    expect(new Run({ for: 3 }).all(bad, bad, good, bad, bad, bad)).toEqual([
      'pending [pending]',
      'pending',
      'inactive [cleared]',
      'pending [pending]',
      'pending',
      'pending',
    ]);
  });

  it('names the incident by rule, subject, time and number, and knows when the breach began', () => {
    const run = new Run({ for: 2 });
    run.all(bad, bad, bad);
    expect(run.record.incident).toMatchObject({
      id: `errors.all.${(T0 + 3_000).toString(36)}.1`,
      startedAt: T0 + 1_000,
      firedAt: T0 + 3_000,
    });
  });

  it('begins to wait anew when the rule has changed', () => {
    const run = new Run({ for: 3 });
    run.all(bad, bad, bad);
    const rule = ruleOf({ for: 3, version: 2 });
    expect([1, 2, 3, 4].map(() => run.see(bad, { rule }))).toEqual([
      'pending',
      'pending',
      'pending',
      'firing [fired]',
    ]);
  });
});

describe('from firing to resolved', () => {
  it('is resolved once it has been clear for "keepFiringFor"', () => {
    expect(new Run({ keepFiringFor: 2 }).all(bad, good, good, good)).toEqual([
      'firing [fired]',
      'recovering [recovering]',
      'recovering',
      'inactive [resolved]',
    ]);
  });

  it('goes on with the same incident when it fires again before', () => {
    const run = new Run({ keepFiringFor: 2 });
    run.see(bad);
    const { incident } = run.record;
    expect(run.all(good, good, bad, good)).toEqual([
      'recovering [recovering]',
      'recovering',
      'firing [relapsed]',
      'recovering [recovering]',
    ]);
    expect(run.record.incident?.id).toBe(incident?.id);
  });

  it('keeps the worst value', () => {
    const run = new Run();
    run.all(sampleOf(0.6), sampleOf(0.9), sampleOf(0.7));
    expect(run.record.incident?.peak).toBe(0.9);
  });

  it('reminds as often as the rule says, and not more', () => {
    const run = new Run({ repeat: { every: 60, max: 2 } });
    const seen = Array.from({ length: 600 }, () => run.see(bad)).filter((said) => said.includes('repeated'));
    expect(seen).toHaveLength(2);
  });

  it('is resolved with a reason when the rule goes away', () => {
    const run = new Run();
    run.see(bad);
    const { next, events } = closeRecord(run.record, 'the rule was deleted', run.now);
    expect(next).toMatchObject({ state: 'inactive', incident: null });
    expect(events).toMatchObject([{ type: 'resolved', reason: 'the rule was deleted' }]);
  });
});

describe('hysteresis', () => {
  const condition = { type: 'threshold', op: '>', value: 5, clear: 4 } as const;

  it('needs the limit to fire, and the lower one to get clear', () => {
    expect(
      new Run({ condition }).all(sampleOf(4.5), sampleOf(5.5), sampleOf(4.5), sampleOf(4), sampleOf(4.5)),
    ).toEqual(['inactive', 'firing [fired]', 'firing', 'inactive [resolved]', 'inactive']);
  });

  it('does not help a pending alert to fire', () => {
    expect(new Run({ condition, for: 2 }).all(sampleOf(5.5), sampleOf(4.5), sampleOf(5.5))).toEqual([
      'pending [pending]',
      'inactive [cleared]',
      'pending [pending]',
    ]);
  });
});

describe('when nothing can be said', () => {
  it('keeps the state, firing or not', () => {
    expect(new Run().all(noData, bad, noData, noData, good)).toEqual([
      'inactive',
      'firing [fired]',
      'firing',
      'firing',
      'inactive [resolved]',
    ]);
  });

  it('does not count the time without data towards "for"', () => {
    const run = new Run({ for: 3 });
    expect(run.all(bad, bad, noData, noData, noData, bad)).toEqual([
      'pending [pending]',
      'pending',
      'pending',
      'pending',
      'pending',
      'pending',
    ]);
    expect(run.all(bad, bad)).toEqual(['pending', 'firing [fired]']);
  });

  it('lets a pending alert go when that lasts', () => {
    const run = new Run({ for: 3 });
    run.see(bad);
    const seen = Array.from({ length: 20 }, () => run.see(noData));
    expect(seen.at(-1)).toBe('inactive');
    expect(seen.filter((said) => said.includes('cleared'))).toHaveLength(1);
  });

  it('counts as well, or as breached, where the rule says so', () => {
    expect(new Run({ onNoData: 'ok' }).all(bad, noData)).toEqual(['firing [fired]', 'inactive [resolved]']);
    expect(new Run({ onNoData: 'fire', for: 1 }).all(noData, noData)).toEqual([
      'pending [pending]',
      'firing [fired]',
    ]);
    expect(new Run({ onError: 'fire' }).all(noData, failing)).toEqual(['inactive', 'firing [fired]']);
    expect(new Run({ onError: 'ok' }).all(bad, failing)).toEqual(['firing [fired]', 'inactive [resolved]']);
  });

  it('never fires on too few samples', () => {
    const few = sampleOf(1, 9);
    expect(new Run({ minSamples: 10, onNoData: 'fire' }).all(few, few)).toEqual(['inactive', 'inactive']);
    expect(new Run({ minSamples: 10 }).all(sampleOf(1, 10), few)).toEqual(['firing [fired]', 'firing']);
    expect(new Run({ minSamples: 10, onNoData: 'ok' }).all(sampleOf(1, 10), few)).toEqual([
      'firing [fired]',
      'inactive [resolved]',
    ]);
  });

  it('has the health beside the state, with its reason', () => {
    const run = new Run({ minSamples: 10 });
    const healths = [noData, sampleOf(0, 3), failing, sampleOf(Number.NaN), good].map((sample) => {
      run.see(sample);
      return [run.record.health, run.record.reason];
    });
    expect(healths).toEqual([
      ['noData', 'there is no data'],
      ['lowSamples', '3 of 10 samples'],
      ['error', 'broken'],
      ['error', 'the source gave no finite number'],
      ['ok', null],
    ]);
  });
});

describe('grace', () => {
  it('lets nothing new fire, but what is well be resolved', () => {
    const run = new Run();
    expect(run.see(bad, { grace: 'switch' })).toBe('inactive');
    expect(run.see(bad)).toBe('firing [fired]');
    expect(run.see(bad, { grace: 'switch' })).toBe('firing');
    expect(run.see(good, { grace: 'switch' })).toBe('inactive [resolved]');
  });
});

describe('gaps and clocks', () => {
  it('goes on with "for" after a short gap, which counts', () => {
    const run = new Run({ for: 20 });
    run.see(bad);
    expect(run.see(bad, { seconds: 10 })).toBe('pending');
    expect(run.see(bad, { seconds: 10 })).toBe('firing [fired]');
  });

  it('goes on with "for" after a longer one, which does not', () => {
    const run = new Run({ for: 60 });
    run.see(bad);
    run.see(bad, { seconds: 10 });
    expect(run.see(bad, { seconds: 50 })).toBe('pending');
    expect(run.record.held).toBe(10_000);
  });

  it('begins anew after a gap longer than "for"', () => {
    const run = new Run({ for: 60 });
    run.see(bad);
    run.see(bad, { seconds: 10 });
    expect(run.see(bad, { seconds: 7_200 })).toBe('pending');
    expect(run.record.held).toBe(0);
    expect(run.record.incident).toBeNull();
  });

  it('counts nothing when the clock is set back', () => {
    const run = new Run({ for: 3 });
    run.see(bad);
    expect(run.see(bad, { seconds: -3_600 })).toBe('pending');
    expect(run.all(bad, bad, bad)).toEqual(['pending', 'pending', 'firing [fired]']);
  });
});

describe('flapping', () => {
  it('makes one incident of many, so that few pages go out', () => {
    const run = new Run();
    const seen = Array.from({ length: 600 }, (_, i) => run.see(Math.floor(i / 5) % 2 === 0 ? bad : good));
    expect(seen.filter((said) => said.includes('fired'))).toHaveLength(4);
    expect(run.record.flapping).toBe(true);
    expect(run.record.incident).not.toBeNull();
  });

  it('is over after a calm', () => {
    const run = new Run();
    for (let i = 0; i < 100; i++) run.see(Math.floor(i / 5) % 2 === 0 ? bad : good);
    const seen = Array.from({ length: 2_000 }, () => run.see(good));
    expect(seen.filter((said) => said.includes('resolved'))).toHaveLength(1);
    expect(seen.filter((said) => said.includes('flappingEnded'))).toHaveLength(1);
    expect(run.record).toMatchObject({ flapping: false, rises: [] });
  });
});
