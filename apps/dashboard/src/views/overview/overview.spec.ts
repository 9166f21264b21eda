import { describe, expect, it } from '@jest/globals';
import type { AlertRule, Series } from '@yychat/protocol';
import { fromSnapshot, withFrame } from '../../live/live-data.js';
import { frameOf, snapshotOf, statisticsOf } from '../../live/testing/fixtures.js';
import { changeOf, costPerHour, figures, tokensPerSecond } from './figures.js';
import { thresholdsOf } from './thresholds.js';
import { liveRows, seriesRows } from './overview-rows.js';

describe('figures', () => {
  it('are of the window: tokens per second, cost per hour', () => {
    expect(tokensPerSecond(statisticsOf(100))).toBe(60);
    expect(costPerHour(statisticsOf(100))).toBeCloseTo(2.4);
  });

  it('are none without requests, but for their number', () => {
    const values = figures.map(({ id, of }) => [id, of(statisticsOf(0)).value]);
    expect(values.filter(([, value]) => value !== null)).toEqual([['requests', 0]]);
  });

  it('have changed by a share, and rates by points', () => {
    const change = (id: string, before: number, now: number) =>
      changeOf(
        figures.find((figure) => figure.id === id)!,
        statisticsOf(before),
        statisticsOf(now),
      );
    expect(change('requests', 100, 150)).toBeCloseTo(0.5);
    expect(change('avg', 100, 150)).toBe(0);
    expect(change('errorRate', 100, 150)).toBeCloseTo(0);
  });

  it('are not compared with what rests on too little', () => {
    const change = (id: string, before: number) =>
      changeOf(
        figures.find((figure) => figure.id === id)!,
        statisticsOf(before),
        statisticsOf(100),
      );
    expect([change('avg', 4), change('avg', 5), change('errorRate', 19), change('errorRate', 20)]).toEqual([
      null,
      0,
      null,
      0,
    ]);
    expect(change('requests', 0)).toBeNull();
  });
});

describe('rows', () => {
  it('have what frames told, of as many points as are shown', () => {
    const data = withFrame(fromSnapshot(null, snapshotOf(1)), frameOf(2))!;
    const [before, now] = liveRows(data, 30);
    expect(before).toMatchObject({ at: 1_000, p95: 1, errors: 1, hitRate: 0.25, tokens: 60, rss: 200e6 });
    expect(now).toMatchObject({ at: 2_000 });
    expect(liveRows(data, 1)).toHaveLength(1);
  });

  it('have what was asked for, by the second and by the hour', () => {
    const column = (value: number | null) => ({ values: [value], counts: [1] });
    const series: Series = {
      from: '',
      to: '',
      complete: true,
      step: 10,
      timestamps: [5_000],
      series: {
        'total_time.p95': column(2),
        requests_per_second: column(4),
        error_rate: column(0.25),
        'tokens.output': column(50),
        cost: column(null),
      },
    };
    expect(seriesRows(series)).toEqual([
      expect.objectContaining({ at: 5_000, p95: 2, errors: 1, tokens: 5, cost: null, avg: null }),
    ]);
  });
});

it('thresholds are those of rules that are on, in the charts that show their signal', () => {
  const rule = (change: object) =>
    ({
      name: 'Slow',
      enabled: true,
      signal: { metric: 'total_time', agg: 'p95', window: 300 },
      condition: { type: 'threshold', op: '>', value: 30 },
      ...change,
    }) as unknown as AlertRule;
  const rules = [
    rule({}),
    rule({ enabled: false }),
    rule({ condition: { type: 'absent' } }),
    rule({ signal: { metric: 'redis_up', agg: 'last', window: 60 } }),
  ];
  expect(thresholdsOf(rules, ['p95', 'avg'])).toEqual([{ value: 30, label: 'Slow' }]);
  expect(thresholdsOf(rules, ['first'])).toEqual([]);
});
