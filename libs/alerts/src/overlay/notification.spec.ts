import { describe, expect, it } from '@jest/globals';
import { ruleOf } from '../fixtures/rules.js';
import type { AlertRuleInput, Severity } from '../rule/rule.js';
import { groupNotices, type DueNotice } from './notification.js';

function noticeOf(
  id: string,
  engine: string,
  rule: Partial<AlertRuleInput> = {},
  kind: DueNotice['kind'] = 'fired',
): DueNotice {
  return {
    kind,
    incident: {
      id,
      rule: ruleOf(rule),
      subject: '',
      scope: { engine },
      state: 'firing',
      startedAt: 0,
      firedAt: 0,
      resolvedAt: null,
      resolveReason: null,
      value: 1,
      reference: null,
      peak: 1,
      repeats: 0,
      flapping: false,
      announced: true,
      due: null,
      suppressions: [],
      heldBy: [],
    },
  };
}

const one = () => ['mail'];

describe('grouping', () => {
  it('makes one message of what is alike, with the highest severity', () => {
    const groupBy = ['team'];
    const notice = (id: string, severity: Severity) =>
      noticeOf(id, 'a', { id, severity, groupBy, labels: { team: 'chat' } });
    const messages = groupNotices(
      [notice('x', 'info'), notice('y', 'critical'), notice('z', 'warning')],
      one,
      5,
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ severity: 'critical', group: 'team=chat', createdAt: 5 });
    expect(messages[0]?.alerts.map(({ incidentId }) => incidentId)).toEqual(['x', 'y', 'z']);
  });

  it('keeps apart what differs in what they are grouped by', () => {
    const by = (groupBy: string[]) =>
      groupNotices([noticeOf('x', 'a', { groupBy }), noticeOf('y', 'b', { groupBy })], one, 0).length;
    expect([by(['rule']), by(['engine']), by(['rule', 'engine']), by([])]).toEqual([1, 2, 2, 1]);
  });

  it('keeps apart what fired and what is resolved', () => {
    expect(
      groupNotices([noticeOf('x', 'a'), noticeOf('y', 'a', {}, 'resolved')], one, 0).map(({ kind }) => kind),
    ).toEqual(['fired', 'resolved']);
  });

  it('has a message for each channel, and none where there is no channel', () => {
    expect(
      groupNotices([noticeOf('x', 'a')], () => ['mail', 'chat'], 0).map(({ channelId }) => channelId),
    ).toEqual(['mail', 'chat']);
    expect(groupNotices([noticeOf('x', 'a')], () => [], 0)).toEqual([]);
  });

  it('has the same key for the same message, and another for any other', () => {
    const keys = (...notices: DueNotice[]) => groupNotices(notices, one, Math.random()).map(({ key }) => key);
    const [x, y] = [noticeOf('x', 'a'), noticeOf('y', 'a')];
    expect(keys(x)).toEqual(['mail:x:fired:0']);
    expect(keys(x, y)).toEqual(keys(y, x));
    const all = [keys(x), keys(y), keys(x, y), keys(noticeOf('x', 'a', {}, 'resolved'))].flat();
    expect(new Set(all).size).toBe(4);
  });
});
