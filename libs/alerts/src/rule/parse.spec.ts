import { describe, expect, it } from '@jest/globals';
import { InvalidAlertError, type FieldIssue } from '../errors.js';
import { parseRule } from './parse.js';

const least = {
  id: 'slow',
  name: 'Slow',
  signal: { metric: 'total_time', agg: 'p95' },
  condition: { type: 'threshold', op: '>', value: 5 },
};

function wrongIn(changes: object): readonly FieldIssue[] {
  try {
    parseRule({ ...least, ...changes });
  } catch (error) {
    if (error instanceof InvalidAlertError) return error.issues;
    throw error;
  }
  return [];
}
const issuesOf = (changes: object) => wrongIn(changes).map(({ path }) => path);

describe('a rule', () => {
  it.each<[string, object, object]>([
    ['missing', { name: undefined }, {}],
    ['type', { minSamples: 'x' }, { expected: expect.any(String) }],
    ['empty', { name: ' ' }, {}],
    ['too_long', { name: 'x'.repeat(201) }, { maximum: 200 }],
    ['too_small', { minSamples: 0 }, { minimum: 1 }],
    ['too_big', { minSamples: 1e10 }, { maximum: 1e9 }],
    ['too_many', { groupBy: Array.from('abcdefghi') }, { maximum: 8 }],
    ['option', { severity: 'high' }, { options: 'info, warning, critical' }],
    ['unknown', { colour: 'red' }, {}],
    ['duration', { for: '8d' }, { minimum: 0, maximum: 604_800 }],
    ['duration', { for: 'soon' }, { minimum: 0, maximum: 604_800 }],
    ['identifier', { id: 'a/b' }, {}],
    ['url', { runbookUrl: 'here' }, {}],
    ['time', { muteTimes: [{ from: '25:00', to: '07:00' }] }, {}],
    ['zone', { muteTimes: [{ from: '22:00', to: '07:00', zone: 'Mars' }] }, {}],
    [
      'not_more',
      { condition: { type: 'change', op: '>', factor: 0, baseline: { offset: 60 } } },
      { minimum: 0 },
    ],
    ['fires_there', { condition: { type: 'threshold', op: '>', value: 1, clear: 2 } }, {}],
    ['needs_engine', { action: { type: 'switch_engine', to: 'other' } }, {}],
    ['invalid', { inhibitedBy: ['slow'] }, {}],
  ])('says with a code what is wrong: %s', (code, changes, values) => {
    const [issue, ...more] = wrongIn(changes);
    expect(more).toEqual([]);
    expect([issue?.code, issue?.values ?? {}]).toEqual([code, values]);
    expect(issue?.message).not.toBe('');
  });

  it('needs little, and has defaults for the rest', () => {
    expect(parseRule(least)).toMatchObject({
      version: 1,
      enabled: true,
      severity: 'warning',
      scope: {},
      signal: { window: 60 },
      minSamples: 1,
      every: 1,
      for: 0,
      keepFiringFor: 0,
      onNoData: 'keep',
      onError: 'keep',
      repeat: { every: 14_400, max: 3 },
      groupBy: ['rule'],
      channels: 'all',
    });
  });

  it('takes durations as seconds and as texts', () => {
    expect(parseRule({ ...least, for: '1h30m', keepFiringFor: 90 })).toMatchObject({
      for: 5_400,
      keepFiringFor: 90,
    });
  });

  it('stays the same when it is read again', () => {
    const rule = parseRule({
      ...least,
      repeat: { every: '2h' },
      muteTimes: [{ from: '22:00', to: '07:00' }],
    });
    expect(parseRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
  });

  it.each<[string, object, readonly string[]]>([
    ['no id', { id: undefined }, ['id']],
    ['an id with signs', { id: 'a/b' }, ['id']],
    ['a field that there is not', { treshold: 5 }, ['treshold']],
    ['a duration that is none', { for: '5 minutes' }, ['for']],
    ['a negative duration', { keepFiringFor: -1 }, ['keepFiringFor']],
    ['no number', { condition: { type: 'threshold', op: '>', value: '5' } }, ['condition.value']],
    ['an unknown condition', { condition: { type: 'spike' } }, ['condition.type']],
    ['a field of another condition', { condition: { ...least.condition, factor: 2 } }, ['condition.factor']],
    [
      'a limit to clear beyond the one to fire',
      { condition: { ...least.condition, clear: 6 } },
      ['condition.clear'],
    ],
    ['an unknown severity', { severity: 'fatal' }, ['severity']],
    [
      'a zone that there is not',
      { muteTimes: [{ from: '22:00', to: '07:00', zone: 'Mars/Base' }] },
      ['muteTimes.0.zone'],
    ],
    ['a time that there is not', { muteTimes: [{ from: '25:00', to: '07:00' }] }, ['muteTimes.0.from']],
    ['a runbook that is a script', { runbookUrl: 'javascript:alert(1)' }, ['runbookUrl']],
    ['itself as its inhibitor', { inhibitedBy: ['slow'] }, ['inhibitedBy']],
    [
      'an action without an engine in scope',
      { action: { type: 'switch_engine', to: 'b' } },
      ['scope.engine'],
    ],
    [
      'an action that leads to itself',
      { scope: { engine: 'b' }, action: { type: 'switch_engine', to: 'b' } },
      ['action.to'],
    ],
    [
      'a comparison of an engine with itself',
      { scope: { engine: 'b' }, condition: { type: 'compareEngines', against: 'b', op: '>', factor: 2 } },
      ['condition.against'],
    ],
    [
      'a burn rate of a percentile',
      {
        condition: {
          type: 'burnRate',
          objective: 0.99,
          factor: 14.4,
          longWindow: '1h',
          shortWindow: '5m',
          minRequests: 10,
        },
      },
      ['signal.agg'],
    ],
    [
      'several mistakes',
      { every: 0, channels: 3, labels: { 'a b': 'c' } },
      ['every', 'channels', 'labels.a b'],
    ],
  ])('with %s is refused by the name of the field', (_, changes, expected) => {
    expect(issuesOf(changes)).toEqual(expected);
  });

  it('is refused with a message that names field and reason', () => {
    expect(() => parseRule({ ...least, for: 'soon' })).toThrow(
      'The alert rule is not valid: for: seconds from 0 to 604800, or a text like "5m"',
    );
  });
});
