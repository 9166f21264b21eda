import { describe, expect, it } from '@jest/globals';
import { place } from './place.js';

const seen = { width: 400, height: 300 };
const hint = { width: 100, height: 20 };
const anchorAt = (left: number, top: number) => ({ left, top, width: 40, height: 30 });

describe('what floats beside something', () => {
  it.each([
    ['top', [130, 74]],
    ['bottom', [130, 136]],
    ['left', [54, 105]],
    ['right', [206, 105]],
  ] as const)('is in the middle of its %s side', (side, point) =>
    expect(place(anchorAt(160, 100), hint, side, seen)).toEqual(point),
  );

  it('goes to the other side where there is no room', () => {
    expect(place(anchorAt(160, 260), hint, 'bottom', seen)).toEqual([130, 234]);
    expect(place(anchorAt(20, 100), hint, 'left', seen)).toEqual([66, 105]);
  });

  it('is never beyond the edges, not even where there is room on no side', () => {
    expect(place(anchorAt(0, 100), hint, 'bottom', seen)).toEqual([8, 136]);
    expect(place(anchorAt(390, 100), hint, 'bottom', seen)).toEqual([292, 136]);
    expect(place({ left: 0, top: 0, width: 400, height: 300 }, hint, 'bottom', seen)).toEqual([150, 272]);
  });
});
