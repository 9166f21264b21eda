import { InvalidRequestError } from '@yychat/engine-core';
import { z } from 'zod';
import { invalidRequest } from '../../errors/invalid-request.js';

/** Milliseconds. */
const DAY = 86_400_000;
const LONGEST = 7 * DAY;

const moment = z.union(
  [z.int().min(0), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))],
  { error: 'expected milliseconds since the epoch, or an ISO 8601 time' },
);

const schema = z.strictObject({
  rule: z.record(z.string(), z.unknown(), 'expected a rule'),
  from: moment.optional(),
  to: moment.optional(),
});

/** A rule, as it was given, and the stretch of the past to try it on: milliseconds since the epoch. */
export interface PreviewRequest {
  readonly rule: unknown;
  readonly from: number;
  readonly to: number;
}

/** @throws InvalidRequestError naming the field */
export function parsePreviewRequest(body: unknown, now: number): PreviewRequest {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidRequest(parsed.error);
  const { rule, to: asked = now } = parsed.data;
  const to = Math.min(asked, now);
  const from = parsed.data.from ?? to - DAY;
  if (from >= to) throw invalid('from', 'expected a time before "to", in the past');
  if (to - from > LONGEST) throw invalid('from', 'expected at most a week before "to"');
  return { rule, from, to };
}

function invalid(param: string, message: string): InvalidRequestError {
  return new InvalidRequestError(`Invalid value for '${param}': ${message}.`, param);
}
