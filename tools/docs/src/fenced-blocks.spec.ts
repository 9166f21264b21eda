import { describe, expect, it } from '@jest/globals';
import { fencedBlocks } from './fenced-blocks.js';

const text = (...lines: string[]) => lines.join('\n');

describe('fencedBlocks', () => {
  it('finds blocks with their language and line', () => {
    const found = fencedBlocks(text('# A', '```sh', 'one', '', 'two', '```', 'b', '```', 'three', '```'));
    expect(found).toEqual([
      { language: 'sh', code: 'one\n\ntwo', line: 2, notRun: undefined, shows: [] },
      { language: '', code: 'three', line: 8, notRun: undefined, shows: [] },
    ]);
  });

  it('takes the indentation of a list off', () => {
    const [block] = fencedBlocks(text('1. A', '   ```sh', '   if a', '     b', '   ```'));
    expect(block?.code).toBe('if a\n  b');
  });

  it('reads why a block is not run, from the comment right before it alone', () => {
    const found = fencedBlocks(
      text('<!-- not run: needs Docker -->', '', '```sh', 'a', '```', 'text', '```sh', 'b', '```'),
    );
    expect(found.map(({ notRun }) => notRun)).toEqual(['needs Docker', undefined]);
  });

  it('reads what it is to show, of several comments', () => {
    const [block] = fencedBlocks(
      text('b', '<!-- shows: one -->', '<!-- shows: two: 2 -->', '', '```sh', 'a', '```'),
    );
    expect(block?.shows).toEqual(['one', 'two: 2']);
  });

  it('takes no comment without a reason', () => {
    expect(fencedBlocks(text('<!-- not run: -->', '```sh', 'a', '```'))[0]?.notRun).toBeUndefined();
  });
});
