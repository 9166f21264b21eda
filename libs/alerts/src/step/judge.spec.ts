import { describe, expect, it } from '@jest/globals';
import { failing, noData, ruleOf, sampleOf } from '../fixtures/rules.js';
import type { Sample } from '../ports/signal-source.js';
import type { AlertRuleInput } from '../rule/rule.js';
import { judge } from './judge.js';
import { queriesOf } from './queries.js';

function outcome(changes: Partial<AlertRuleInput>, samples: readonly Sample[], firing = false): string {
  const { health, breached } = judge(ruleOf(changes), samples, firing);
  return health === 'ok' ? (breached ? 'breached' : 'clear') : health;
}

describe('a threshold', () => {
  it.each([
    ['>', 5, 'clear'],
    ['>=', 5, 'breached'],
    ['<', 5, 'clear'],
    ['<=', 5, 'breached'],
    ['>', 5.1, 'breached'],
    ['<', 4.9, 'breached'],
  ] as const)('%s 5, at %d, is %s', (op, value, expected) => {
    expect(outcome({ condition: { type: 'threshold', op, value: 5 } }, [sampleOf(value)])).toBe(expected);
  });
});

describe('comparing engines', () => {
  const scope = { engine: 'mem0_proxy' };
  const condition = {
    type: 'compareEngines',
    against: 'chat_engine',
    op: '>',
    factor: 1.5,
    clearFactor: 1.2,
    minDifference: 0.1,
  } as const;

  it('asks for both engines', () => {
    expect(queriesOf(ruleOf({ scope, condition }), scope).map(({ query }) => query.scope.engine)).toEqual([
      'mem0_proxy',
      'chat_engine',
    ]);
  });

  it('is breached by a value that is far enough from the other', () => {
    expect(outcome({ scope, condition }, [sampleOf(3.1), sampleOf(2)])).toBe('breached');
    expect(outcome({ scope, condition }, [sampleOf(2.9), sampleOf(2)])).toBe('clear');
  });

  it('does not mind a great factor of very little', () => {
    expect(outcome({ scope, condition }, [sampleOf(0.05), sampleOf(0.001)])).toBe('clear');
  });

  it('clears at the factor to clear at', () => {
    expect(outcome({ scope, condition }, [sampleOf(2.6), sampleOf(2)], true)).toBe('breached');
    expect(outcome({ scope, condition }, [sampleOf(2.3), sampleOf(2)], true)).toBe('clear');
  });

  it('says nothing without data of both', () => {
    expect(outcome({ scope, condition }, [sampleOf(3), noData])).toBe('noData');
    expect(outcome({ scope, condition, minSamples: 10 }, [sampleOf(3), sampleOf(2, 9)])).toBe('lowSamples');
    expect(outcome({ scope, condition }, [failing, sampleOf(2)])).toBe('error');
  });
});

describe('a change', () => {
  const condition = {
    type: 'change',
    baseline: { offset: '1h', window: '30m' },
    op: '<',
    factor: 0.7,
  } as const;

  it('asks for the baseline at its time', () => {
    const [now, before] = queriesOf(
      ruleOf({ condition, signal: { metric: 'hits', agg: 'ratio', window: 300 } }),
      {},
    );
    expect([now?.offset, now?.query.window, before?.offset, before?.query.window]).toEqual([
      0, 300, 3_600, 1_800,
    ]);
  });

  it('is breached when the value has fallen against the baseline', () => {
    expect(outcome({ condition }, [sampleOf(0.4), sampleOf(0.8)])).toBe('breached');
    expect(outcome({ condition }, [sampleOf(0.6), sampleOf(0.8)])).toBe('clear');
  });
});

describe('a burn rate', () => {
  const condition = {
    type: 'burnRate',
    objective: 0.99,
    factor: 14.4,
    longWindow: '1h',
    shortWindow: '5m',
    minRequests: 100,
  } as const;

  it('asks for both windows', () => {
    expect(queriesOf(ruleOf({ condition }), {}).map(({ query }) => query.window)).toEqual([3_600, 300]);
  });

  it('is breached when both windows burn', () => {
    expect(outcome({ condition }, [sampleOf(0.15), sampleOf(0.2)])).toBe('breached');
    expect(outcome({ condition }, [sampleOf(0.14), sampleOf(0.2)])).toBe('clear');
    expect(outcome({ condition }, [sampleOf(0.15), sampleOf(0.01)])).toBe('clear');
  });

  it('says nothing below its floor of requests', () => {
    expect(outcome({ condition }, [sampleOf(1, 99), sampleOf(1, 99)])).toBe('lowSamples');
  });
});

describe('absence', () => {
  const condition = { type: 'absent' } as const;

  it('is breached by no data, which is an answer here', () => {
    expect(outcome({ condition }, [noData])).toBe('breached');
    expect(outcome({ condition }, [sampleOf(1, 1)])).toBe('clear');
    expect(outcome({ condition, minSamples: 5 }, [sampleOf(1, 4)])).toBe('breached');
  });

  it('is no answer when the source fails', () => {
    expect(outcome({ condition }, [failing])).toBe('error');
  });
});
