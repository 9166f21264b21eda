import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noticeOf, notificationOf } from '../fixtures/notifications.js';
import { compose, type ComposeOptions } from './compose.js';
import { byteLength, cutBytes } from './cut.js';
import { describeCondition } from './describe-condition.js';
import { formatDuration, formatTime } from './format-time.js';
import { formatValue } from './format-value.js';
import { renderBody, type Style } from './render.js';

const en: ComposeOptions = { language: 'en', timeZone: 'UTC' };
const zh: ComposeOptions = { language: 'zh', timeZone: 'Asia/Shanghai' };
const plain: Style = {
  heading: (text) => `${text}\n`,
  fact: ({ label, text }) => `${label}: ${text}\n`,
  more: (text) => text,
  gap: '\n',
};

function written(notification = notificationOf(), options = en): string {
  const message = compose(notification, options);
  return `${message.title}\n${renderBody(message, plain, 10_000, options.language)}`;
}

describe('a message', () => {
  it('in English', () => {
    expect(
      written(
        notificationOf(noticeOf({}, { labels: { team: 'chat' }, runbookUrl: 'https://example.com/r' })),
      ),
    ).toBe(
      `[FIRING, critical] Many requests fail (mem0_proxy)
Value: 12.3 %
Worst: 45.6 %
Condition: ratio of errors over 1 min above 50 %, for 1 min
Engine: mem0_proxy
Began: 2026-03-04 11:58:30 UTC
Labels: team=chat
Runbook: https://example.com/r
`,
    );
  });

  it('in Chinese', () => {
    expect(
      written(notificationOf(noticeOf({ kind: 'resolved', flapping: true }, { name: '请求失败率过高' })), zh),
    ).toBe(
      `【告警恢复·严重】请求失败率过高 (mem0_proxy)
当前值: 12.3 %
最差值: 45.6 %
条件: errors 在 1 分钟内的比率高于 50 %，持续 1 分钟
引擎: mem0_proxy
开始时间: 2026-03-04 19:58:30 Asia/Shanghai
恢复时间: 2026-03-04 20:00:00 Asia/Shanghai
持续时长: 1 分钟 30 秒
抖动: 反复触发，需较长时间平稳后才判定恢复
`,
    );
  });

  it('of several says how many, and what still fires before the rest', () => {
    const notification = notificationOf(
      noticeOf({ incidentId: 'a', kind: 'resolved' }, { name: 'A' }),
      noticeOf({ incidentId: 'b' }, { name: 'B', severity: 'warning' }),
      noticeOf({ incidentId: 'c' }, { name: 'C' }),
    );
    const message = compose({ ...notification, kind: 'digest', omitted: 4 }, en);
    expect(message.title).toBe('[DIGEST] 7 alerts: 2 firing, 1 resolved');
    expect(message.blocks.map(({ heading }) => heading)).toEqual([
      '[FIRING, critical] C (mem0_proxy)',
      '[FIRING, warning] B (mem0_proxy)',
      '[RESOLVED, critical] A (mem0_proxy)',
    ]);
    expect(message.more).toBe('… and 4 more');
  });

  it('has the word that a robot insists on, once', () => {
    expect(compose(notificationOf(), { ...en, keyword: 'YYChat' }).title).toMatch(/\(YYChat\)$/);
    expect(compose(notificationOf(), { ...en, keyword: 'FIRING' }).title).not.toMatch(/\(FIRING\)$/);
  });

  it('ends with the way to the dashboard, where there is one', () => {
    const dashboardUrl = 'https://chat.example/dashboard/alerts';
    const { blocks } = compose(notificationOf(), en, { dashboardUrl });
    expect(blocks.at(-1)?.facts.at(-1)).toEqual({
      label: 'Dashboard',
      text: dashboardUrl,
      url: dashboardUrl,
    });
    expect(JSON.stringify(compose(notificationOf(), en))).not.toContain('Dashboard');
  });

  it('for a test', () => {
    expect(written({ ...notificationOf(), kind: 'test', alerts: [] }, zh)).toContain(
      '【测试】YYChat 告警\n这是一条测试消息',
    );
  });
});

describe('conditions in words', () => {
  const scope = { engine: 'mem0_proxy' };
  it.each([
    [
      { type: 'compareEngines', against: 'chat_engine', op: '>', factor: 1.5 },
      'p95 of total_time over 5 min above 1.5 times that of chat_engine (2 s)',
    ],
    [
      { type: 'change', baseline: { offset: 3_600 }, op: '<', factor: 0.6 },
      'p95 of total_time over 5 min below 0.6 times what it was 1 h ago (2 s)',
    ],
    [{ type: 'absent' }, 'no data: p95 of total_time over 5 min'],
  ] as const)('%j', (condition, expected) => {
    const signal = { metric: 'total_time', agg: 'p95' as const, window: 300 };
    expect(describeCondition(noticeOf({ reference: 2 }, { scope, condition, signal, for: 0 }), 'en')).toBe(
      expected,
    );
  });

  it('a burn rate', () => {
    const condition = {
      type: 'burnRate',
      objective: 0.99,
      factor: 14.4,
      longWindow: 3_600,
      shortWindow: 300,
      minRequests: 10,
    } as const;
    expect(describeCondition(noticeOf({}, { condition, for: 0 }), 'en')).toBe(
      'error budget of 99 % burns at 14.4 times its rate over 1 h and 5 min',
    );
  });
});

describe('figures for people', () => {
  it.each([
    [0.0123, 'seconds', '12.3 ms'],
    [12.345, 'seconds', '12.3 s'],
    [0, 'seconds', '0 s'],
    [0.5, 'share', '50 %'],
    [1_234_567, 'bytes', '1.23 MB'],
    [3, 'number', '3'],
    [12_345.6, 'number', '12345.6'],
    [2.5, 'perSecond', '2.5/s'],
    [null, 'seconds', '–'],
  ] as const)('%p %s: %s', (value, unit, expected) => {
    expect(formatValue(value, unit)).toBe(expected);
  });

  it('lengths of time, in two units', () => {
    expect([0, 59, 61, 3_600, 90_061].map((seconds) => formatDuration(seconds, 'en'))).toEqual([
      '0 s',
      '59 s',
      '1 min 1 s',
      '1 h',
      '1 d 1 h',
    ]);
  });

  it('times on the clocks of a place', () => {
    const at = Date.parse('2026-07-01T12:00:00Z');
    expect([formatTime(at, 'UTC'), formatTime(at, 'Europe/Berlin')]).toEqual([
      '2026-07-01 12:00:00 UTC',
      '2026-07-01 14:00:00 Europe/Berlin',
    ]);
  });
});

describe('cutting', () => {
  it('keeps within the bytes, and cuts no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 60 }), (text, limit) => {
        const cut = cutBytes(text, limit);
        expect(byteLength(cut)).toBeLessThanOrEqual(Math.max(limit, 3));
        expect(cut.isWellFormed()).toBe(true);
        if (byteLength(text) <= limit) expect(cut).toBe(text);
      }),
    );
  });

  it('counts the blocks that did not fit, and says something in any case', () => {
    const alerts = Array.from({ length: 10 }, (_, i) =>
      noticeOf({ incidentId: `${i}` }, { name: 'x'.repeat(150) }),
    );
    const message = compose(notificationOf(...alerts), en);
    for (const limit of [100, 500, 1_000, 3_000]) {
      const body = renderBody(message, plain, limit, 'en');
      expect(byteLength(body)).toBeLessThanOrEqual(limit);
      expect(body).toMatch(/… and \d+ more/);
    }
  });
});
