import { InvalidRequestError } from '../errors.js';

/** Deeper JSON than any schema in use, and far below what a recursive reader or writer can take. */
export const MAX_DEPTH = 64;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Why a value is refused, in the words of OpenAI's API. */
export function refuse(param: string, expected: string, got: unknown, code = 'invalid_type'): never {
  throw new InvalidRequestError(
    `Invalid value for '${param}': expected ${expected}, but got ${nameOf(got)}.`,
    param,
    code,
  );
}

export function missing(param: string): never {
  throw new InvalidRequestError(
    `Missing required parameter: '${param}'.`,
    param,
    'missing_required_parameter',
  );
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (value === '') return 'an empty string';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** @throws InvalidRequestError for text that is no Unicode (a lone surrogate), which no upstream can take. */
export function checkText(value: string, param: string): void {
  if (!value.isWellFormed()) {
    throw new InvalidRequestError(
      `Invalid value for '${param}': the text has a lone surrogate.`,
      param,
      'invalid_unicode',
    );
  }
}

/** Longest name of a field in an error, in UTF-16 code units. */
const MAX_NAME = 256;

/** How an error calls a field whose name is the client's own. */
export function fieldName(key: string): string {
  return key.slice(0, MAX_NAME).toWellFormed();
}

/** Walks a value that is passed on as it came. @throws InvalidRequestError for lone surrogates and deep nesting. */
export function checkJson(value: unknown, param: string, depth = 1): void {
  if (typeof value === 'string') return checkText(value, param);
  if (typeof value === 'number' && !Number.isFinite(value))
    refuse(param, 'a number that fits into 64 bits', value);
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) {
    throw new InvalidRequestError(
      `Invalid value for '${param}': nested deeper than ${MAX_DEPTH} levels.`,
      param,
      'too_deep',
    );
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkJson(value[i], param, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    checkText(key, param);
    checkJson((value as JsonObject)[key], param, depth + 1);
  }
}
