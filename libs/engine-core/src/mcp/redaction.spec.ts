import { describe, expect, it } from '@jest/globals';
import { createRedact } from './redaction.js';

describe('createRedact', () => {
  const redact = createRedact(['Bearer swordfish', 'swordfish-long', 'on', ''], 40);

  it('hides secrets, and the words of those with a scheme', () => {
    expect(redact('key swordfish was refused')).toBe('key *** was refused');
    expect(redact('got "Bearer swordfish"')).toBe('got "***"');
  });

  it('hides the longer of two secrets whole', () => {
    expect(redact('swordfish-long')).toBe('***');
  });

  it('leaves alone what is too short to be one', () => {
    expect(redact('on and on')).toBe('on and on');
  });

  it('cuts only after it has hidden', () => {
    expect(redact(`${'a'.repeat(36)}swordfish`)).toBe(`${'a'.repeat(36)}***`);
    expect(redact('a'.repeat(99))).toHaveLength(40);
  });
});
