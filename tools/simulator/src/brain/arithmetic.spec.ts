import { describe, expect, it } from '@jest/globals';
import { findArithmetic } from './arithmetic.js';

describe('arithmetic', () => {
  it.each([
    ['what is 12*7+3?', '12*7+3'],
    ['23 加 19 等于多少', '23 + 19'],
    ['100减去58是多少？', '100 - 58'],
    ['6 乘以 7', '6 * 7'],
    ['84除以2等于几', '84 / 2'],
    ['3和4的和是多少', '3 + 4'],
    ['（3＋4）×5 = ?', '(3+4)*5'],
    ['How much is 1,200 times 3?', '1200 * 3'],
    ['15% of 80', '15 / 100 * 80'],
    ['Please add 3 and 4.5', '3 + 4.5'],
    ['the sum of 20 and 22', '20 + 22'],
    ['subtract 5 from 12', '12 - 5'],
    ['the product of 6 and 7?', '6 * 7'],
    ['divide 84 by 2', '84 / 2'],
    ['what is 7 x 8', '7 * 8'],
    ['what is 10/2?', '10/2'],
    ["what's 9-4?", '9-4'],
    ['calculate 24/7', '24/7'],
    ['-3 * (2 - 5)', '-3 * (2 - 5)'],
    ['2**10', '2**10'],
  ])('in “%s” is %s', (message, expression) => {
    expect(findArithmetic(message)).toBe(expression);
  });

  it.each([
    'hello',
    'what happened in 2020-2021?',
    'what is 24/7 support?',
    'what happened on 2026-11-22?',
    'My phone is 555-1234, ok?',
    'Tell me about 3 dogs and 4 cats',
    'what is (2+3',
    'Version 1.2.3 is out. What is new?',
    '我有 3 只狗',
  ])('is not in “%s”', (message) => {
    expect(findArithmetic(message)).toBeUndefined();
  });
});
