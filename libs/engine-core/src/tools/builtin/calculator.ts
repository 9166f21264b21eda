import type { MathNode } from 'mathjs';
import { ToolExecutionError } from '../../errors.js';
import type { Tool } from '../../ports/tool-source.js';
import { evaluateExpression } from './evaluate-expression.js';
import { MAX_EXPRESSION, formatNumber, toAscii } from './expression-text.js';

type Parse = (expression: string) => MathNode;

/** Only the parser of mathjs, and its number-only build. The types of that build are those of the whole. */
async function loadParser(): Promise<Parse> {
  const { create, parseDependencies } = await import('mathjs/number');
  return create(parseDependencies ?? {}).parse;
}

export interface CalculatorOptions {
  /** Loads the parser now and not on the first call: half a second in which nothing else runs, and some 16 MB. */
  readonly preload?: boolean;
}

/** Arithmetic, by the parser of mathjs. */
export function createCalculator({ preload = false }: CalculatorOptions = {}): Tool {
  let parser = preload ? loadParser() : undefined;
  // A parser that cannot be loaded is told to whoever calls.
  parser?.catch(() => undefined);
  return {
    source: 'builtin',
    definition: {
      name: 'calculator',
      description:
        'Evaluates an arithmetic expression exactly instead of guessing: + - * / ^, % (remainder, or percent behind ' +
        'a number), !, parentheses, pi, e, tau, and sqrt, cbrt, exp, ln, log(x, base), log10, log2, sin, cos, tan, ' +
        'asin, acos, atan, atan2, rad, deg, abs, floor, ceil, round(x, digits), min, max, sum, mean, gcd, lcm, ' +
        'combinations, permutations. Angles are in radians. No variables, no units.',
      parameters: {
        type: 'object',
        properties: {
          expression: {
            type: 'string',
            minLength: 1,
            maxLength: MAX_EXPRESSION,
            description: 'For example: (1280 * 0.85 + 40) / 3',
          },
        },
        required: ['expression'],
        additionalProperties: false,
      },
    },
    async execute(args) {
      const ascii = guard(() => toAscii(String(args['expression'])));
      parser ??= loadParser();
      const parse = await parser;
      return guard(() => formatNumber(evaluateExpression(parse(ascii))));
    },
  };
}

function guard<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolExecutionError(reason, { code: 'invalid_expression', status: 400, cause: error });
  }
}
