import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ToolExecutionError } from '../../errors.js';
import { ManualClock } from '../fixtures/manual-clock.js';
import { toolContext } from '../fixtures/tools.js';
import { ToolExecutor } from '../tool-executor.js';
import { ToolRegistry } from '../tool-registry.js';
import { createCalculator } from './calculator.js';

const calculator = createCalculator();
const calculate = (expression: string): Promise<string> => calculator.execute({ expression }, toolContext());
const problem = async (expression: string): Promise<string> => {
  const answer = await calculate(expression).catch((error: unknown) => error);
  expect(answer).toBeInstanceOf(ToolExecutionError);
  return (answer as Error).message;
};

describe('calculator', () => {
  it('is a tool that the registry takes', () => {
    expect(new ToolRegistry([calculator]).get('calculator')).toBeDefined();
  });

  it.each([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['-2^2', '-4'],
    ['2^3^2', '512'],
    ['2 pi', '6.28318530717959'],
    ['2(3 + 4)', '14'],
    ['7 / 2', '3.5'],
    ['10 % 4', '2'],
    ['-7 mod 3', '2'],
    ['5!', '120'],
    ['sqrt(16) + cbrt(27)', '7'],
    ['log(8, 2)', '3'],
    ['log10(1000) + ln(e)', '4'],
    ['sin(pi)', '0'],
    ['cos(rad(60))', '0.5'],
    ['round(1.005, 2)', '1.01'],
    ['round(-2.5)', '-3'],
    ['round(1234, -2)', '1200'],
    ['max(1, 5, 3) - min(4, 2)', '3'],
    ['mean(1, 2, 3, 4)', '2.5'],
    ['gcd(12, 18) + lcm(4, 6)', '18'],
    ['combinations(52, 5)', '2598960'],
    ['permutations(5, 2)', '20'],
    ['1e3 + 0x10', '1016'],
    [Array.from({ length: 120 }, () => '1').join(' + '), '120'],
  ])('works out %s', async (expression, result) => {
    expect(await calculate(expression)).toBe(result);
  });

  it.each([
    ['0.1 + 0.2', '0.3'],
    ['0.1 + 0.2 - 0.3', '0'],
    ['1.1 * 1.1', '1.21'],
    ['1 / 3', '0.333333333333333'],
    ['1e-20 * 3', '3e-20'],
    ['2^53 - 1', '9007199254740991'],
    ['9007199254740992 - 9007199254740991', '1'],
    ['2^64', '≈ 1.84467440737096e+19'],
    ['0 * -1', '0'],
  ])('shows %s without the noise of binary fractions', async (expression, result) => {
    expect(await calculate(expression)).toBe(result);
  });

  it.each([
    ['３ × ４ ÷ ２', '6'],
    ['（１＋２）＊３－４／２', '7'],
    ['10 − 3', '7'],
    ['２．５＊２', '5'],
    ['5² + 2³', '33'],
    ['2**10', '1024'],
    ['2π', '6.28318530717959'],
    ['５０％＋１', '1.5'],
    ['max（１，２）', '2'],
  ])('reads %s as people type it', async (expression, result) => {
    expect(await calculate(expression)).toBe(result);
  });

  it.each([
    ['50%', '0.5'],
    ['50%+1', '1.5'],
    ['100*20%-5', '15'],
    ['200 / 50%', '400'],
    ['5% + 10%', '0.15'],
    ['100 * (1 + 10%)', '110'],
    ['100 + 10%', undefined],
    ['100 - 10%', undefined],
  ])('takes %s for a percentage, or asks which one is meant', async (expression, result) => {
    if (result === undefined) expect(await problem(expression)).toMatch(/%" is ambiguous: write/);
    else expect(await calculate(expression)).toBe(result);
  });

  it.each([
    ['1 / 0', /Division by zero/],
    ['sqrt(-1)', /not a real number/],
    ['0 / 0', /Division by zero/],
    ['9^9^9^9', /too large/],
    ['factorial(1e9)', /too large/],
    ['1000000000!', /too large/],
    ['2.5!', /integer/],
    ['combinations(1e15, 5e14)', /too large/],
    ['permutations(1e15, 1e15)', /too large/],
    ['round(1.5, 1e9)', /-15 to 15/],
    ['', /empty/],
    ['   ', /empty/],
    ['1 +', /Unexpected end/],
    ['2 3', /Unexpected part/],
    ['sqrt 4', /"sqrt" needs its arguments/],
    ['sqrt()', /"sqrt" takes 1 arguments/],
    ['sqrt(1, 2)', /"sqrt" takes 1 arguments/],
    ['x + 1', /no constant "x"; known are pi/],
    ['foo(1)', /no function "foo"; known are abs/],
    ['true', /"true" is not a number/],
  ])('says clearly why %s has no result', async (expression, message) => {
    expect(await problem(expression)).toMatch(message);
  });

  it.each([
    'import("fs")',
    'import(fs)',
    'constructor',
    'constructor(1)',
    'toString()',
    '__proto__',
    'hasOwnProperty(1)',
    'cos.constructor("return process")()',
    'cos.constructor(1)',
    'evaluate("1")',
    'parse(1)',
    'createUnit(1)',
    'a = 1',
    'f(x) = x',
    '[1, 2]',
    '{a: 1}',
    '1:1000000000',
    '"text"',
    "'text'",
    '5 cm',
    '5 cm to m',
    '1; 2',
    '1\n2',
    '1 < 2',
    '1 ? 2 : 3',
    '1 | 2',
    'not 1',
    '1 and 1',
    "2'",
    '1 # comment',
    'NaN',
    'Infinity',
    'null',
    'undefined',
    'i',
    'end',
    '(1+2)(3)(pi)(e)(constructor)',
    'sqrt(sqrt)(4)',
    '９＾９＾９＾９',
    '1'.repeat(501),
    '('.repeat(250) + '1' + ')'.repeat(250),
    '('.repeat(100) + '1' + ')'.repeat(100),
    '-'.repeat(499) + '1',
    '1' + '^1'.repeat(249),
    '1' + '!'.repeat(499),
    '1' + '%'.repeat(499),
    '9'.repeat(499),
  ])('refuses %s', async (expression) => {
    expect(await problem(expression)).not.toBe('');
  });

  it('answers any text with a number or an error that says why', async () => {
    const token = fc.constantFrom(
      ...'1 2.5 0 1e308 + - * / ^ % ! ( ) , pi e sqrt max factorial combinations constructor . × ％ [ ] " = : x'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ maxLength: 600 }),
      fc.array(token, { maxLength: 60 }).map((t) => t.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (expression) => {
        const answer: unknown = await calculate(expression).catch((error: unknown) => error);
        if (typeof answer === 'string') return /^(≈ )?-?\d+(\.\d+)?(e[+-]\d+)?$/.test(answer);
        return answer instanceof ToolExecutionError && answer.message !== '';
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with arithmetic on numbers', async () => {
    const number = fc.integer({ min: -1_000_000, max: 1_000_000 });
    await fc.assert(
      fc.asyncProperty(number, number, number, async (a, b, c) => {
        const expression = `(${String(a)}) + (${String(b)}) * (${String(c)})`;
        return (await calculate(expression)) === String(a + b * c + 0);
      }),
    );
  });

  it('tells the model of an error when it is run as a tool', async () => {
    const executor = new ToolExecutor({ clock: new ManualClock() });
    const run = (args: string) =>
      executor.execute(
        new ToolRegistry([calculator]),
        { name: 'calculator', arguments: args },
        toolContext(),
      );
    expect(await run('{"expression":"6*7"}')).toMatchObject({ ok: true, content: '42' });
    expect(await run('{"expression":"1/0"}')).toMatchObject({
      ok: false,
      content: '{"error":"Division by zero."}',
    });
    expect(await run('{"formula":"1/0"}')).toMatchObject({ error: { code: 'invalid_tool_arguments' } });
  });
});
