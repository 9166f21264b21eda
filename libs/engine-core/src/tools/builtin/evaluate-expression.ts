import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import { CONSTANTS, FUNCTIONS, add, factorial, remainder } from './math-functions.js';

const MAX_DEPTH = 64;

/** Operators by the names that mathjs gives them; `ctranspose` is our percent sign, see `toAscii`. */
const OPERATORS: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['add', add],
  ['subtract', (a, b) => add(a, -b)],
  ['multiply', (a, b) => a * b],
  ['divide', divide],
  ['mod', remainder],
  ['pow', Math.pow],
  ['unaryMinus', (a) => -a],
  ['unaryPlus', (a) => a],
  ['factorial', factorial],
  ['ctranspose', (a) => a / 100],
]);

/**
 * The value of a parsed expression. mathjs only parses: nothing of it is ever evaluated. Node types, operators,
 * functions and constants that are not listed here and in `math-functions.ts` do not exist.
 *
 * @throws Error, for the model to read, on anything else, on nesting deeper than 64 and on a value that is no number.
 */
export function evaluateExpression(root: MathNode): number {
  const value = evaluate(root, 1);
  if (Number.isNaN(value)) throw new Error('The result is not a real number.');
  if (!Number.isFinite(value)) throw new Error('The result is too large.');
  return value;
}

function evaluate(node: MathNode, depth: number): number {
  if (depth > MAX_DEPTH) throw new Error(`The expression is nested deeper than ${String(MAX_DEPTH)} levels.`);
  switch (node.type) {
    case 'ConstantNode':
      return constant((node as ConstantNode).value);
    case 'ParenthesisNode':
      return evaluate((node as ParenthesisNode).content, depth + 1);
    case 'SymbolNode':
      return named((node as SymbolNode).name);
    case 'OperatorNode':
      return operate(node as OperatorNode, depth);
    case 'FunctionNode':
      return call(node as FunctionNode, depth);
    default:
      throw new Error(`Only arithmetic is allowed, not "${node.toString().slice(0, 50)}".`);
  }
}

function constant(value: unknown): number {
  if (typeof value !== 'number') throw new Error(`"${String(value)}" is not a number.`);
  return value;
}

function named(name: string): number {
  const value = CONSTANTS.get(name);
  if (value !== undefined) return value;
  if (FUNCTIONS.has(name)) throw new Error(`"${name}" needs its arguments in parentheses.`);
  throw new Error(`There is no constant "${name}"; known are ${[...CONSTANTS.keys()].join(', ')}.`);
}

function operate(node: OperatorNode, depth: number): number {
  // The type of `op` is a conditional one that comes to `never`.
  const { fn, op, args } = node as {
    readonly fn: string;
    readonly op: string;
    readonly args: readonly MathNode[];
  };
  const operator = OPERATORS.get(fn);
  const [left, right] = args;
  if (operator === undefined || left === undefined) throw new Error(`The operator "${op}" is not allowed.`);
  // A long sum is a deep tree on its left side, but not nested in the eyes of who wrote it.
  if (right === undefined) return operator(evaluate(left, depth + 1), 0);
  const a = evaluate(left, depth);
  // 100 + 10% is 110 on a pocket calculator and 100.1 in a formula; 1 + 10% is the same on both.
  if ((fn === 'add' || fn === 'subtract') && isPercent(right) && !isPercent(left) && a !== 1) {
    throw new Error(
      `"${node.toString().replaceAll("'", '%')}" is ambiguous: write x * (1 + p/100) or x + p/100.`,
    );
  }
  return operator(a, evaluate(right, depth + 1));
}

function call(node: FunctionNode, depth: number): number {
  // The types say SymbolNode; at run time it is whatever was called, `(1+2)(3)` or `a.b(3)` for instance.
  const callee = node.fn as MathNode;
  const name = callee.type === 'SymbolNode' ? (callee as SymbolNode).name : callee.toString().slice(0, 50);
  const fn = callee.type === 'SymbolNode' ? FUNCTIONS.get(name) : undefined;
  if (fn === undefined) {
    throw new Error(`There is no function "${name}"; known are ${[...FUNCTIONS.keys()].join(', ')}.`);
  }
  if (node.args.length < fn.min || node.args.length > fn.max) {
    const allowed = fn.min === fn.max ? String(fn.min) : `${String(fn.min)} to ${String(fn.max)}`;
    throw new Error(`"${name}" takes ${allowed} arguments.`);
  }
  return fn.apply(...node.args.map((arg) => evaluate(arg, depth + 1)));
}

function divide(a: number, b: number): number {
  if (b === 0) throw new Error('Division by zero.');
  return a / b;
}

function isPercent(node: MathNode | undefined): boolean {
  return node?.type === 'OperatorNode' && (node as OperatorNode).fn === 'ctranspose';
}
