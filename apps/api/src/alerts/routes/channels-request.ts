import { InvalidRequestError } from '@yychat/engine-core';
import { z } from 'zod';

const schema = z.strictObject({ channels: z.array(z.unknown(), 'expected a list') });

/** The channels, each as it was given. @throws InvalidRequestError naming the field */
export function parseChannelsRequest(body: unknown): readonly unknown[] {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data.channels;
  const [issue] = parsed.error.issues;
  const param = issue?.path.join('.') ?? '';
  throw new InvalidRequestError(
    `Invalid value for '${param === '' ? 'body' : param}': ${issue?.message ?? 'invalid'}.`,
    param === '' ? null : param,
  );
}
