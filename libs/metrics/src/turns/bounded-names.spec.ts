import { describe, expect, it } from '@jest/globals';
import { BoundedNames } from './bounded-names.js';

describe('bounded names', () => {
  it('keeps the first names, and calls the rest other', () => {
    const names = new BoundedNames(2, ['known']);
    expect(['a', 'b', 'a', 'known'].map((name) => names.labelOf(name))).toEqual(['a', 'other', 'a', 'known']);
  });

  it('gives no place to a name that may not enter, unless it has one', () => {
    const names = new BoundedNames(5);
    expect(names.labelOf('made up', false)).toBe('other');
    expect(names.labelOf('real')).toBe('real');
    expect(names.labelOf('real', false)).toBe('real');
  });

  it('takes no line breaks and no long texts', () => {
    const names = new BoundedNames(5);
    expect(['a\nb', '', 'x'.repeat(65), '模型'].map((name) => names.labelOf(name))).toEqual([
      'other',
      'other',
      'other',
      '模型',
    ]);
  });
});
