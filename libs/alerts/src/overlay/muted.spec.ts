import { describe, expect, it } from '@jest/globals';
import type { MuteTime } from '../rule/mute-time.js';
import { mutedBy } from './muted.js';

const ALL = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function muted(time: Partial<MuteTime>, ...moments: readonly string[]): readonly boolean[] {
  const whole: MuteTime = { days: [...ALL], from: '22:00', to: '07:00', zone: 'UTC', ...time };
  return moments.map((moment) => mutedBy([whole], Date.parse(moment)) !== undefined);
}

describe('mute times', () => {
  it('hold from their first minute up to, without, their last', () => {
    const noon = { from: '12:00', to: '13:00' };
    expect(
      muted(
        noon,
        '2026-03-04T11:59:59Z',
        '2026-03-04T12:00:00Z',
        '2026-03-04T12:59:59Z',
        '2026-03-04T13:00:00Z',
      ),
    ).toEqual([false, true, true, false]);
  });

  it('go past midnight, and belong to the day on which they began', () => {
    // 2026-03-06 is a Friday.
    const friday = { days: ['fri' as const] };
    expect(
      muted(
        friday,
        '2026-03-06T21:59:00Z',
        '2026-03-06T22:00:00Z',
        '2026-03-07T06:59:00Z',
        '2026-03-07T07:00:00Z',
      ),
    ).toEqual([false, true, true, false]);
    expect(muted(friday, '2026-03-06T06:59:00Z', '2026-03-07T22:00:00Z')).toEqual([false, false]);
  });

  it('take a whole day', () => {
    const sunday = { days: ['sun' as const], from: '00:00', to: '24:00' };
    expect(muted(sunday, '2026-03-08T00:00:00Z', '2026-03-08T23:59:59Z', '2026-03-09T00:00:00Z')).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('go by the clocks of their zone', () => {
    expect(
      muted(
        { zone: 'Asia/Shanghai' },
        '2026-03-04T13:59:00Z',
        '2026-03-04T14:00:00Z',
        '2026-03-04T23:00:00Z',
      ),
    ).toEqual([false, true, false]);
    expect(
      muted(
        { zone: 'Asia/Kathmandu', from: '09:00', to: '10:00' },
        '2026-03-04T03:15:00Z',
        '2026-03-04T04:15:00Z',
      ),
    ).toEqual([true, false]);
  });

  it('end at the same time of the clock in summer and in winter', () => {
    const berlin = { zone: 'Europe/Berlin' };
    // 07:00 in Berlin is 06:00 UTC in winter, 05:00 UTC in summer.
    expect(muted(berlin, '2026-01-15T05:59:00Z', '2026-01-15T06:00:00Z')).toEqual([true, false]);
    expect(muted(berlin, '2026-07-15T04:59:00Z', '2026-07-15T05:00:00Z')).toEqual([true, false]);
  });

  it('hold in both hours when clocks go back, and in none when the hour is left out', () => {
    const night = { from: '02:00', to: '03:00', zone: 'Europe/Berlin' };
    // 2026-10-25: 02:30 comes at 00:30 UTC and again at 01:30 UTC. 2026-03-29: there is no 02:30.
    expect(muted(night, '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z')).toEqual([
      true,
      true,
      false,
    ]);
    expect(muted(night, '2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z')).toEqual([
      false,
      false,
      false,
    ]);
  });
});
