import { describe, expect, it } from '@jest/globals';
import { loneKeys, withBreaks } from './chart.js';
import { toCsv } from './csv.js';
import { timeTicks } from './time-ticks.js';
import { greatestOf, valueTicks } from './value-ticks.js';

describe('rows of a chart', () => {
  it('break where none came for long', () => {
    const rows = [
      { at: 0, a: 1 },
      { at: 1_000, a: 1 },
      { at: 60_000, a: 2 },
    ];
    expect(withBreaks(rows, 5_000)).toEqual([rows[0], rows[1], { at: 1_001 }, rows[2]]);
    expect(withBreaks(rows, 60_000)).toBe(rows);
  });

  it('tell which lines have values that stand alone', () => {
    const rows = [
      { at: 0, a: 1, b: 1 },
      { at: 1, a: null, b: 2 },
      { at: 2, a: null, b: null },
    ];
    expect([...loneKeys(rows, ['a', 'b'])]).toEqual(['a']);
  });
});

describe('CSV', () => {
  it('has times, values, and nothing where there is no data', () => {
    const lines = [
      { key: 'a', label: 'P95, s', color: 1 as const },
      { key: 'b', label: '=1+1', color: 2 as const },
    ];
    expect(toCsv([{ at: 0, a: 0.5, b: null }], lines)).toBe(
      'time,"P95, s",\'=1+1\r\n1970-01-01T00:00:00.000Z,0.5,\r\n',
    );
  });
});

describe('ticks of time', () => {
  const noon = new Date(2026, 10, 22, 12).getTime();

  it.each([
    [30_000, 6, 5_000],
    [300_000, 6, 60_000],
    [86_400_000, 8, 10_800_000],
  ])('over %d ms, with room for %d, are %d ms apart', (span, most, step) => {
    const ticks = timeTicks(noon, noon + span, most);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
    expect(ticks[1]! - ticks[0]!).toBe(step);
    expect(ticks[0]).toBe(noon);
  });
});

describe('ticks of values', () => {
  it.each([
    [4.1, 5, [0, 1, 2, 3, 4, 5]],
    [0.35, 5, [0, 0.1, 0.2, 0.3, 0.4]],
    [1, 3, [0, 0.5, 1]],
    [0, 3, [0, 1]],
    [1_310, 3, [0, 500, 1_000, 1_500]],
  ])('up to %d, with room for %d, are %j', (greatest, most, ticks) =>
    expect(valueTicks(greatest, most)).toEqual(ticks),
  );

  it('are for the values that are in sight', () => {
    const rows = [
      { at: 1, a: 9 },
      { at: 2, a: 3, b: null },
      { at: 3, a: 1, b: 4 },
    ];
    expect(greatestOf(rows, ['a', 'b'], [2, 3])).toBe(4);
  });
});
