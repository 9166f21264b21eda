import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TokenCounter } from '../ports/token-counter.js';
import { loadTokenCounter } from './token-counter.js';

let tokens: TokenCounter;
beforeAll(async () => {
  tokens = await loadTokenCounter();
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const megabyte = 1_048_576;

describe('loadTokenCounter', () => {
  // Counts of js-tiktoken 1.0.21: o200k_base, then cl100k_base.
  it.each([
    ['Hello world', 2, 2],
    ["It's 12345 tests, isn't it?", 9, 11],
    ['人工智能正在改变我们的生活方式。', 8, 14],
    ['    if (x) {\n\n\treturn 1;\n', 10, 10],
    ['😀 👨‍👩‍👧', 9, 14],
  ])('counts %j as tiktoken does', (text, o200k, cl100k) => {
    expect(tokens.count(text, 'gpt-4.1')).toBe(o200k);
    expect(tokens.count(text, 'gpt-4')).toBe(cl100k);
  });

  it('counts nothing in nothing', () => {
    expect(tokens.count('', 'gpt-4.1')).toBe(0);
  });

  it.each(['gpt-4', 'gpt-4-turbo', 'gpt-4-0613', 'gpt-3.5-turbo', 'ft:gpt-3.5-turbo:acme'])(
    'uses cl100k for %s',
    (model) => expect(tokens.count('人工智能', model)).toBe(tokens.count('人工智能', 'gpt-4')),
  );

  it.each(['gpt-4o', 'gpt-4.1-mini', 'gpt-4.5-preview', 'gpt-5', 'o3', 'deepseek-chat', 'qwen-max', ''])(
    'uses o200k for %j',
    (model) => {
      expect(tokens.count('人工智能正在', model)).toBe(tokens.count('人工智能正在', 'gpt-4.1'));
      expect(tokens.count('人工智能正在', model)).not.toBe(tokens.count('人工智能正在', 'gpt-4'));
    },
  );

  it.each(['<|endoftext|>', '<|im_start|>system<|im_sep|>', '<|endofprompt|>'])(
    'takes %s for plain text',
    (special) => expect(tokens.count(special, 'gpt-4.1')).toBeGreaterThan(1),
  );

  it('counts any text, and never more tokens than bytes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('gpt-4', 'gpt-4.1'), (given, model) => {
        const count = tokens.count(given, model);
        return given === '' ? count === 0 : count >= 1 && count <= Buffer.byteLength(given);
      }),
    );
  });

  // Each would take from minutes to hours if it were merged as one word.
  it.each([
    ['letters', 'a'.repeat(megabyte), 131_072],
    ['newlines', '\n'.repeat(megabyte), undefined],
    ['spaces', ' '.repeat(megabyte), undefined],
    ['dashes', '-'.repeat(megabyte), undefined],
    ['emoji', '😀'.repeat(megabyte / 4), undefined],
    ['Chinese', '中文'.repeat(megabyte / 6), undefined],
    ['newlines and slashes', `-${'\n/'.repeat(megabyte / 2)}`, undefined],
    [
      'base64',
      Array.from({ length: megabyte / 4 }, (_, i) => alphabet[(i * i * 31 + i * 7) % 64]).join(''),
      undefined,
    ],
  ])('counts a megabyte of %s', (_, text, expected) => {
    const count = tokens.count(text, 'gpt-4.1');
    expect(count).toBeGreaterThan(0);
    if (expected !== undefined) expect(count).toBe(expected);
  });

  it('is off by no more than a token for each part of an overlong run', () => {
    const run = 'xylophone'.repeat(20);
    const whole = tokens.count(run, 'gpt-4.1');
    const parts = (run.length * 8) / 256;
    const count = tokens.count(run.repeat(8), 'gpt-4.1');
    expect(Math.abs(count - whole * 8)).toBeLessThanOrEqual(2 * parts + 2);
  });
});
