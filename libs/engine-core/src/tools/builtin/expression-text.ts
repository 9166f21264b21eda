/** Characters. */
export const MAX_EXPRESSION = 500;

const AS_ASCII = new Map([
  ['×', '*'],
  ['✕', '*'],
  ['·', '*'],
  ['÷', '/'],
  ['∕', '/'],
  ['−', '-'],
  ['–', '-'],
  ['²', '^2'],
  ['³', '^3'],
  ['π', ' pi '],
  ['\u3000', ' '],
]);
const ALLOWED = /^[0-9a-zA-Z_.,+\-*/^%!() ]*$/;

/**
 * Makes plain ASCII of an expression as people type it: `×`, `÷`, `−`, `**`, `π`, and full-width digits, letters and
 * signs. A percent sign behind an operand becomes `'`, which mathjs parses as a postfix operator; it would take
 * `50%+1` for "50 modulo +1". A percent sign between operands stays: it is the remainder.
 *
 * @throws Error, for the model to read, when the text is empty, too long, or has a character that arithmetic has not.
 */
export function toAscii(expression: string): string {
  if (expression.length > MAX_EXPRESSION) {
    throw new Error(`The expression is longer than ${String(MAX_EXPRESSION)} characters.`);
  }
  const ascii = Array.from(expression, (char) => AS_ASCII.get(char) ?? halfWidth(char))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('**', '^')
    .trim();
  if (ascii === '') throw new Error('The expression is empty.');
  const stray = Array.from(ascii).find((char) => !ALLOWED.test(char));
  if (stray !== undefined) throw new Error(`The expression must not contain "${stray}".`);
  return ascii.replaceAll(/%(?! ?[0-9a-zA-Z_.(])/g, "'");
}

/** U+FF01–U+FF5E are the ASCII characters 0x21–0x7E in full width. */
function halfWidth(char: string): string {
  const code = char.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : char;
}

/**
 * A number as text without the noise of binary fractions: 15 significant digits, integers in full up to 2^53.
 * Beyond that `≈` says that digits are missing.
 */
export function formatNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  const rounded = Number(value.toPrecision(15));
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? `≈ ${rounded.toExponential()}` : String(rounded);
}
