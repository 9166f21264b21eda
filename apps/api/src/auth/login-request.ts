import { InvalidRequestError } from '@yychat/engine-core';
import type { LoginRequest } from '@yychat/protocol';
import { z } from 'zod';
import { invalidRequest } from '../errors/invalid-request.js';

const secret = z.string().min(1).max(512);
const loginSchema = z.strictObject({ key: secret.optional(), code: secret.optional() });

/** @throws InvalidRequestError naming the field; never quotes what was sent */
export function parseLoginRequest(body: unknown): LoginRequest {
  const parsed = loginSchema.safeParse(body);
  if (!parsed.success) throw invalidRequest(parsed.error);
  const { key, code } = parsed.data;
  if (key !== undefined && code === undefined) return { key };
  if (code !== undefined && key === undefined) return { code };
  throw new InvalidRequestError("Send either a 'key' or the 'code' of a login link.", 'key');
}
