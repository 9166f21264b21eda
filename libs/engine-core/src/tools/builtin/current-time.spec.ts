import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ManualClock } from '../fixtures/manual-clock.js';
import { toolContext } from '../fixtures/tools.js';
import { ToolRegistry } from '../tool-registry.js';
import { createCurrentTime } from './current-time.js';

const at = Date.UTC(2026, 2, 1, 23, 30, 5);

async function ask(timezone?: string, options?: { timezone?: string }): Promise<unknown> {
  const tool = createCurrentTime(new ManualClock(at), options);
  return JSON.parse(await tool.execute(timezone === undefined ? {} : { timezone }, toolContext()));
}

describe('current_time', () => {
  it('is a tool that the registry takes', () => {
    expect(new ToolRegistry([createCurrentTime(new ManualClock())]).get('current_time')).toBeDefined();
  });

  it('answers in UTC unless a zone is named', async () => {
    expect(await ask()).toEqual({ time: '2026-03-01T23:30:05+00:00', weekday: 'Sunday', timezone: 'UTC' });
  });

  it.each([
    ['Asia/Shanghai', '2026-03-02T07:30:05+08:00', 'Monday'],
    ['America/New_York', '2026-03-01T18:30:05-05:00', 'Sunday'],
    ['Asia/Kathmandu', '2026-03-02T05:15:05+05:45', 'Monday'],
    ['Europe/London', '2026-03-01T23:30:05+00:00', 'Sunday'],
  ])('answers in %s', async (zone, time, weekday) => {
    expect(await ask(zone)).toMatchObject({ time, weekday });
  });

  it('writes midnight as 00', async () => {
    const tool = createCurrentTime(new ManualClock(Date.UTC(2026, 0, 1)));
    expect(await tool.execute({}, toolContext())).toContain('2026-01-01T00:00:00+00:00');
  });

  it('uses the default zone that it was given', async () => {
    expect(await ask(undefined, { timezone: 'Asia/Tokyo' })).toMatchObject({ timezone: 'Asia/Tokyo' });
  });

  it('names the same instant in every zone, daylight saving or not', async () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    await fc.assert(
      fc.asyncProperty(zones, fc.integer({ min: 0, max: 4_102_444_800 }), async (timezone, second) => {
        const tool = createCurrentTime(new ManualClock(second * 1000));
        const { time } = JSON.parse(await tool.execute({ timezone }, toolContext())) as { time: string };
        // Liberia was at -00:44:30 until 1972; Date cannot read seconds in an offset.
        return /\d\d:\d\d:\d\d[+-]\d\d:\d\d:\d\d$/.test(time) || Date.parse(time) === second * 1000;
      }),
    );
  });

  it.each(['Mars/Olympus', '', 'Shanghai', '../etc/passwd'])(
    'says that there is no zone %j',
    async (zone) => {
      await expect(ask(zone)).rejects.toThrow(/There is no time zone .* IANA/);
    },
  );

  it('refuses an unknown default zone at once', () => {
    expect(() => createCurrentTime(new ManualClock(), { timezone: 'Nowhere' })).toThrow(RangeError);
  });
});
