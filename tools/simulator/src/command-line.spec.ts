import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from './command-line.js';

describe('the command line', () => {
  it('has defaults', () => {
    const host = '127.0.0.1';
    expect(readCommandLine([])).toEqual({ port: 9100, host, demo: false, stamps: false });
  });

  it('says everything', () => {
    const args = '--port 0 --host 0.0.0.0 --demo --stamps --api-key k --models a,b'.split(' ');
    const models = ['a', 'b'];
    expect(readCommandLine(args)).toEqual({
      port: 0,
      host: '0.0.0.0',
      demo: true,
      stamps: true,
      apiKey: 'k',
      models,
    });
  });

  it.each([[['--port', 'x']], [['--port', '65536']], [['--port', '']], [['--nope']], [['extra']]])(
    'is refused as %j',
    (args) => {
      expect(() => readCommandLine(args)).toThrow();
    },
  );

  it('asks for help', () => {
    expect(readCommandLine(['--help'])).toBeUndefined();
  });
});
