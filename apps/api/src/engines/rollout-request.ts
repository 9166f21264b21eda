import type { Rollout, SwitchRequest } from '@yychat/engine-core';
import { z } from 'zod';
import { invalidRequest } from '../errors/invalid-request.js';

const engine = z.string().min(1).max(64);

const rolloutSchema = z.strictObject({
  weights: z
    .record(engine, z.number().min(0).max(1e6))
    .refine((weights) => Object.keys(weights).length <= 32, 'at most 32 engines')
    .refine((weights) => Object.values(weights).some((weight) => weight > 0), 'one must be more than 0')
    .nullish(),
  shadow: z.strictObject({ engine, sample: z.number().gt(0).max(1) }).nullish(),
  force: z.boolean().optional(),
  reason: z.string().max(500).optional(),
});

/** @throws InvalidRequestError naming the field */
export function parseRolloutRequest(body: unknown): {
  readonly rollout: Rollout;
  readonly asked: SwitchRequest;
} {
  const parsed = rolloutSchema.safeParse(body);
  if (!parsed.success) throw invalidRequest(parsed.error);
  const { weights, shadow, force, reason } = parsed.data;
  return {
    rollout: { ...(weights && { weights }), ...(shadow && { shadow }) },
    asked: { ...(force !== undefined && { force }), ...(reason !== undefined && { reason }) },
  };
}
