import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.mjs';
import { FULL, QUICK } from './phases.mjs';

describe('readOptions', () => {
  it('measures everything unless told otherwise', () => {
    expect(readOptions([])).toEqual({
      size: FULL,
      phases: ['json', 'stream', 'ttft', 'held'],
      json: undefined,
    });
  });

  it('takes what it is told', () => {
    const args = ['--quick', '--rounds', '2', '--phases', 'held,json', '--json', 'x.json'];
    expect(readOptions(args)).toEqual({
      size: { ...QUICK, rounds: 2 },
      phases: ['json', 'held'],
      json: 'x.json',
    });
  });

  it.each([[['--rounds', '0']], [['--rounds', 'x']], [['--phases', 'jsn']], [['--fast']], [['more']]])(
    'refuses %j',
    (args) => {
      expect(() => readOptions(args)).toThrow();
    },
  );
});
