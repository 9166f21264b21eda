import { describe, expect, it } from '@jest/globals';
import { fingerprint } from './fingerprint.js';

describe('fingerprint', () => {
  it.each([
    ['white space', 'one  two\n'],
    ['case', 'One TWO'],
    ['width', 'ｏｎｅ two'],
    ['punctuation', '“One”, two!'],
  ])('does not depend on %s', (_, text) => {
    expect(fingerprint(text)).toBe(fingerprint('one two'));
  });

  it('tells texts apart', () => {
    const texts = Array.from({ length: 10_000 }, (_, n) => `text ${n}`);
    expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
  });

  it('tells long texts apart by their length', () => {
    expect(fingerprint('x'.repeat(3_000))).not.toBe(fingerprint('x'.repeat(3_001)));
  });
});
