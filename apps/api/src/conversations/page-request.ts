import { InvalidRequestError, type MessageQuery } from '@yychat/engine-core';
import { z } from 'zod';
import { invalidRequest } from '../errors/invalid-request.js';

const pageSchema = z.object({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'expected a whole number from 1 to 100')
    .transform(Number)
    .pipe(
      z
        .number()
        .min(1, 'expected a whole number from 1 to 100')
        .max(100, 'expected a whole number from 1 to 100'),
    )
    .default(20),
  order: z.enum(['asc', 'desc'], 'expected "asc" or "desc"').default('desc'),
  after: z
    .string()
    .regex(/^(msg_\d{1,18}|[\da-f-]{36})$/, 'expected an id of the list')
    .optional(),
});

/** Whose memory is asked for; undefined: that of the engine in force. @throws InvalidRequestError */
export function parseEngine(query: unknown): string | undefined {
  const { engine } = query as Readonly<Record<string, unknown>>;
  if (engine === undefined || (typeof engine === 'string' && engine !== '')) return engine;
  throw new InvalidRequestError("Invalid value for 'engine': expected one name.", 'engine');
}

/** Which part of a list is asked for, as OpenAI's lists take it. @throws InvalidRequestError naming the parameter */
export function parsePageRequest(query: unknown): MessageQuery {
  const parsed = pageSchema.safeParse(query);
  if (!parsed.success) throw invalidRequest(parsed.error);
  const { limit, order, after } = parsed.data;
  return { limit, order, ...(after !== undefined && { after }) };
}
