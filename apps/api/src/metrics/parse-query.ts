import { OUTCOMES, WINDOWS, type WindowName } from '@yychat/metrics';
import { z } from 'zod';
import { invalidRequest } from '../errors/invalid-request.js';

const windows = Object.keys(WINDOWS) as [WindowName, ...WindowName[]];
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
const name = (most: number) => z.string('expected one name').max(most, `expected at most ${most} characters`);

/** One of the windows that the API has. */
export const window = z.enum(windows, `expected one of ${quoted(windows)}`).default('5m');
export const engine = name(64).optional();
export const model = name(128).optional();
export const outcome = z.enum(OUTCOMES, `expected one of ${quoted(OUTCOMES)}`).optional();

/** ISO 8601, with a zone; becomes milliseconds since the epoch. */
export const moment = z.iso
  .datetime({ offset: true, error: 'expected a time as 2030-01-31T12:00:00Z' })
  .transform((text) => Date.parse(text));

/** A whole number, in digits. */
export function wholeNumber(least: number, most: number) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z
    .string(expected)
    .regex(/^\d{1,9}$/, expected)
    .transform(Number)
    .pipe(z.number().min(least, expected).max(most, expected));
}

/**
 * Checks the query of a request. What is empty counts as not there.
 * @throws InvalidRequestError naming the parameter
 */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, query: unknown): Given<z.infer<Schema>> {
  const given = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== '');
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return withoutUndefined(parsed.data);
  throw invalidRequest(parsed.error);
}

/** Optional members are left out, not undefined. */
export type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T>(parsed: T): Given<T> {
  return Object.fromEntries(
    Object.entries(parsed as object).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}
