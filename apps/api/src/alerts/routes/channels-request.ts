import { z } from 'zod';
import { invalidRequest } from '../../errors/invalid-request.js';

const schema = z.strictObject({ channels: z.array(z.unknown(), 'expected a list') });

/** The channels, each as it was given. @throws InvalidRequestError naming the field */
export function parseChannelsRequest(body: unknown): readonly unknown[] {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data.channels;
  throw invalidRequest(parsed.error);
}
