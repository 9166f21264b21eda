import { describe, expect, it } from '@jest/globals';
import type { ServiceEvent } from '@yychat/protocol';
import { alertMark, eventMark, firingBands, mergeMarks } from './marks.js';

const timestamp = '2026-11-22T12:00:00.000Z';
const at = Date.parse(timestamp);
const event = (type: string, details: ServiceEvent['details'] = {}): ServiceEvent => ({
  type,
  timestamp,
  instance: 'a',
  details,
});
const fired = alertMark({
  change: 'fired',
  incident_id: 'i1',
  rule_id: 'r1',
  name: 'Slow',
  severity: 'critical',
  engine: null,
  value: 3,
  timestamp,
});

describe('marks', () => {
  it('of the same event are the same, whether it was told or asked for', () => {
    const asked = eventMark(event('alert.fired', { incident_id: 'i1', name: 'Slow' }))!;
    expect(asked).toEqual(fired);
    expect(mergeMarks([asked], [fired])).toEqual([fired]);
  });

  it('are not made of events that charts do not show', () => {
    expect(eventMark(event('alert.acknowledged'))).toBeUndefined();
  });

  it('show from when to when an alert fired', () => {
    const resolved = eventMark({
      ...event('alert.resolved', { incident_id: 'i1' }),
      timestamp: new Date(at + 5).toISOString(),
    })!;
    expect(firingBands([fired])).toEqual([{ from: at, to: Infinity }]);
    expect(firingBands([fired, resolved])).toEqual([{ from: at, to: at + 5 }]);
  });
});
