import { describe, expect, it } from '@jest/globals';
import { sparklinePath } from './sparkline-path.js';

const box = { width: 20, height: 12, floor: 0 };

describe('the path of a sparkline', () => {
  it('goes from the left to the right, and up to the greatest value', () => {
    expect(sparklinePath([0, 10, 5], box)).toEqual({
      line: 'M0 11L10 1L20 6',
      area: 'M0 12L0 11L10 1L20 6L20 12Z',
    });
  });

  it('breaks where there is no data, and shows a value that stands alone', () => {
    expect(sparklinePath([10, null, 0], box).line).toBe('M0 1L0 1M20 11L20 11');
    expect(sparklinePath([null, null], box)).toEqual({ line: '', area: '' });
  });

  it('lies on the floor when nothing but 0 came', () => {
    expect(sparklinePath([0, 0], box).line).toBe('M0 11L20 11');
  });
});
