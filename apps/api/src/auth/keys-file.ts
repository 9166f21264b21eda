import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '@yychat/engine-core';
import { z } from 'zod';
import type { KeyRing } from './key-ring.js';
import { roles, type Principal } from './principal.js';

/** Milliseconds between looks at the file. */
const INTERVAL = 250;

const keysFileSchema = z.strictObject({
  keys: z.array(
    z.strictObject({
      name: z.string().min(1).max(64),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 hash in 64 lower-case hex digits'),
      role: z.enum(roles),
      tenant: z
        .string()
        .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1–64 letters, digits, "_", "." or "-"')
        .default('default'),
      requests_per_minute: z.int().min(1).optional(),
      tokens_per_minute: z.int().min(1).optional(),
    }),
  ),
});

/** @throws Error that names the field. Never quotes what the file holds. */
export function readKeysFile(file: string): ReadonlyMap<string, Principal> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why =
      error instanceof SyntaxError
        ? 'it is not valid JSON'
        : ((error as NodeJS.ErrnoException).code ?? 'error');
    throw new Error(`YYCHAT_API_KEYS_FILE: ${file} cannot be read: ${why}`);
  }
  const parsed = keysFileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(
      `YYCHAT_API_KEYS_FILE: ${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
    );
  }
  return new Map(
    parsed.data.keys.map((key) => [
      key.sha256,
      {
        name: key.name,
        role: key.role,
        tenant: key.tenant,
        ...(key.requests_per_minute !== undefined && { requestsPerMinute: key.requests_per_minute }),
        ...(key.tokens_per_minute !== undefined && { tokensPerMinute: key.tokens_per_minute }),
      },
    ]),
  );
}

/** Follows changes of the file. A bad one is logged and changes nothing. Returns how to stop. */
export function followKeysFile(file: string, ring: KeyRing, logger: Logger): () => void {
  const onChange = () => {
    try {
      const keys = readKeysFile(file);
      ring.replace(keys);
      logger.info({ keys: keys.size }, 'API keys reloaded');
    } catch (error) {
      logger.error({ err: error }, 'API keys not reloaded; the ones before stay in force');
    }
  };
  watchFile(file, { interval: INTERVAL, persistent: false }, onChange);
  return () => unwatchFile(file, onChange);
}
