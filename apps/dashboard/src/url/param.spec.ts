import { describe, expect, it } from '@jest/globals';
import { flag, oneOf, timeRange } from './param.js';

describe('values in the address', () => {
  it('are the default when they are none of the words, and the default does not stand there', () => {
    const param = oneOf(['live', '5m'], 'live');
    expect([param.parse('5m'), param.parse('2m'), param.parse(null)]).toEqual(['5m', 'live', 'live']);
    expect([param.format('5m'), param.format('live')]).toEqual(['5m', null]);
    expect([flag.format(true), flag.format(false), flag.parse('1'), flag.parse(null)]).toEqual([
      '1',
      null,
      true,
      false,
    ]);
  });

  it.each(['', '5', '9-5', 'a-b', '-5', '1-2.5'])('are no stretch of time as "%s"', (text) =>
    expect(timeRange.parse(text)).toBeNull(),
  );

  it('are a stretch of time', () => {
    expect(timeRange.parse(timeRange.format([1_000.4, 2_000]))).toEqual([1_000, 2_000]);
  });
});
