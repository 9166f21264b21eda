interface MathFunction {
  readonly apply: (...args: number[]) => number;
  /** How many arguments it takes. */
  readonly min: number;
  readonly max: number;
}

/** The largest n whose factorial is a finite double. */
const MAX_FACTORIAL = 170;
const MANY = 100;

const fixed = (count: number, apply: (...args: number[]) => number): MathFunction => ({
  apply,
  min: count,
  max: count,
});

/** What an expression may name besides functions. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['PI', Math.PI],
  ['e', Math.E],
  ['E', Math.E],
  ['tau', 2 * Math.PI],
  ['phi', (1 + Math.sqrt(5)) / 2],
]);

/** What an expression may call; angles are in radians. Each takes bounded time whatever its arguments. */
export const FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map([
  ['abs', fixed(1, Math.abs)],
  ['sign', fixed(1, Math.sign)],
  ['sqrt', fixed(1, Math.sqrt)],
  ['cbrt', fixed(1, Math.cbrt)],
  ['exp', fixed(1, Math.exp)],
  ['ln', fixed(1, Math.log)],
  ['log', { min: 1, max: 2, apply: logarithm }],
  ['log10', fixed(1, Math.log10)],
  ['log2', fixed(1, Math.log2)],
  ['pow', fixed(2, Math.pow)],
  ['mod', fixed(2, remainder)],
  ['sin', fixed(1, (x) => snap(Math.sin(x)))],
  ['cos', fixed(1, (x) => snap(Math.cos(x)))],
  ['tan', fixed(1, (x) => snap(Math.sin(x)) / snap(Math.cos(x)))],
  ['asin', fixed(1, Math.asin)],
  ['acos', fixed(1, Math.acos)],
  ['atan', fixed(1, Math.atan)],
  ['atan2', fixed(2, Math.atan2)],
  ['sinh', fixed(1, Math.sinh)],
  ['cosh', fixed(1, Math.cosh)],
  ['tanh', fixed(1, Math.tanh)],
  ['rad', fixed(1, (degrees) => (degrees * Math.PI) / 180)],
  ['deg', fixed(1, (radians) => (radians * 180) / Math.PI)],
  ['floor', fixed(1, Math.floor)],
  ['ceil', fixed(1, Math.ceil)],
  ['trunc', fixed(1, Math.trunc)],
  ['round', { min: 1, max: 2, apply: round }],
  ['min', { min: 1, max: MANY, apply: Math.min }],
  ['max', { min: 1, max: MANY, apply: Math.max }],
  ['sum', { min: 1, max: MANY, apply: (...xs) => sum(xs) }],
  ['mean', { min: 1, max: MANY, apply: (...xs) => sum(xs) / xs.length }],
  ['hypot', { min: 1, max: MANY, apply: Math.hypot }],
  ['gcd', fixed(2, gcd)],
  ['lcm', fixed(2, (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a / gcd(a, b)) * Math.abs(b)))],
  ['factorial', fixed(1, factorial)],
  ['permutations', fixed(2, permutations)],
  ['combinations', fixed(2, combinations)],
]);

/** @throws Error when `n` is not an integer of 0 to 170. */
export function factorial(n: number): number {
  if (!Number.isInteger(n) || n < 0) throw new Error('A factorial needs an integer of 0 or more.');
  if (n > MAX_FACTORIAL) throw new Error(`A factorial above ${String(MAX_FACTORIAL)}! is too large.`);
  let result = 1;
  for (let i = 2; i <= n; i += 1) result *= i;
  return result;
}

/** The remainder with the sign of the divisor, as mathematicians and Python have it: -7 mod 3 = 2. */
export function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** Sum without the noise that is left where two fractions should cancel: 0.1 + 0.2 - 0.3 = 0. */
export function add(a: number, b: number): number {
  const result = a + b;
  if (Number.isInteger(a) && Number.isInteger(b)) return result;
  return Math.abs(result) < Number.EPSILON * Math.max(Math.abs(a), Math.abs(b)) ? 0 : result;
}

/** sin(pi) is 0, not 1.2e-16. */
function snap(x: number): number {
  return Math.abs(x) < 1e-15 ? 0 : x;
}

function sum(xs: readonly number[]): number {
  return xs.reduce(add, 0);
}

function logarithm(x: number, base?: number): number {
  if (base === undefined) return Math.log(x);
  if (base === 10) return Math.log10(x);
  if (base === 2) return Math.log2(x);
  return Math.log(x) / Math.log(base);
}

/** Half away from zero, on the decimal digits that a person sees: round(1.005, 2) = 1.01. */
function round(x: number, digits = 0): number {
  if (!Number.isInteger(digits) || Math.abs(digits) > 15) {
    throw new Error('round needs an integer of -15 to 15 as its second argument.');
  }
  const [mantissa = '', exponent = '0'] = Math.abs(x).toExponential().split('e');
  const shifted = Math.round(Number(`${mantissa}e${String(Number(exponent) + digits)}`));
  const [whole = '', shift = '0'] = shifted.toExponential().split('e');
  return Math.sign(x) * Number(`${whole}e${String(Number(shift) - digits)}`);
}

function gcd(a: number, b: number): number {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) throw new Error('gcd and lcm need integers.');
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** Ends early when the product has left the range of doubles, which takes some 170 factors at most. */
function permutations(n: number, k: number): number {
  checkSelection(n, k);
  let result = 1;
  for (let i = 0; i < k && Number.isFinite(result); i += 1) result *= n - i;
  return result;
}

/** Ends early likewise: C(2i, i) leaves the range of doubles at i = 515. */
function combinations(n: number, k: number): number {
  checkSelection(n, k);
  const picks = Math.min(k, n - k);
  let result = 1;
  for (let i = 1; i <= picks && Number.isFinite(result); i += 1) result = (result * (n - picks + i)) / i;
  return Math.round(result);
}

function checkSelection(n: number, k: number): void {
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(k) || k < 0 || k > n) {
    throw new Error('permutations and combinations need integers n and k with 0 <= k <= n.');
  }
}
