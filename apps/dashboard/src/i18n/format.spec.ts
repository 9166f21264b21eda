import { describe, expect, it } from '@jest/globals';
import { createFormat } from './format.js';

const en = createFormat('en');
const zh = createFormat('zh-CN');

describe('formats', () => {
  it.each([
    [0, '0 ms'],
    [0.000_42, '0.42 ms'],
    [0.42, '420 ms'],
    [0.9994, '999 ms'],
    [0.9996, '1 s'],
    [1.2444, '1.24 s'],
    [99.94, '99.9 s'],
    [125, '2 min 5 s'],
    [3_600, '1 h'],
    [90_061, '1 d 1 h'],
  ])('write %d s as %s', (seconds, text) => expect(en.duration(seconds)).toBe(text));

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [184_320_000, '184 MB'],
    [999_600, '1 MB'],
  ])('write %d bytes as %s', (bytes, text) => expect(en.bytes(bytes)).toBe(text));

  it('write what there is no data of as a dash, and 0 as 0', () => {
    expect([en.duration(null), en.percent(null), en.integer(null), en.bytes(NaN)]).toEqual([
      '–',
      '–',
      '–',
      '–',
    ]);
    expect([en.percent(0), en.integer(0), en.number(0)]).toEqual(['0%', '0', '0']);
  });

  it('write numbers and dates as the language does', () => {
    expect(en.integer(1_234_567)).toBe('1,234,567');
    expect(en.percent(0.1234)).toBe('12.3%');
    expect(en.number(0.123_456)).toBe('0.123');
    const noon = new Date(2026, 10, 22, 0, 3, 9).getTime();
    expect(en.time(noon)).toBe('00:03:09');
    expect(zh.dateTime(noon)).toBe('11月22日 00:03:09');
    expect(en.time('no date')).toBe('–');
  });
});
