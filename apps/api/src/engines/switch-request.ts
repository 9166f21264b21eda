import type { SwitchRequest } from '@yychat/engine-core';
import { z } from 'zod';
import { invalidRequest } from '../errors/invalid-request.js';

const switchSchema = z.strictObject({
  engine_name: z.string().min(1).max(64),
  force: z.boolean().optional(),
  reason: z.string().max(500).optional(),
});

/** @throws InvalidRequestError naming the field */
export function parseSwitchRequest(body: unknown): SwitchRequest & { readonly name: string } {
  const parsed = switchSchema.safeParse(body);
  if (!parsed.success) throw invalidRequest(parsed.error);
  const { engine_name: name, force, reason } = parsed.data;
  return { name, ...(force !== undefined && { force }), ...(reason !== undefined && { reason }) };
}
