import { createHash } from 'node:crypto';
import { MAX_ID_LENGTH, type LoggedTurn } from '@yychat/engine-core';
import { z } from 'zod';

/** Seconds since the epoch in the year 5138. Milliseconds of our time are more. */
const MOST_SECONDS = 1e11;

const id = z.string().min(1).max(MAX_ID_LENGTH);
const timestamp = z.union(
  [
    z
      .number()
      .min(0)
      .max(MOST_SECONDS)
      .transform((seconds) => Math.round(seconds * 1_000)),
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  ],
  'expected seconds since the epoch, or ISO 8601 with an offset, as in 2025-10-08T09:30:00+08:00',
);

const messageSchema = z.strictObject({
  tenant: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'expected 1–64 letters, digits, "_", "." or "-"')
    .default('default'),
  conversation_id: id,
  user: id.optional(),
  role: z.enum(['user', 'assistant']),
  content: z.string().min(1),
  timestamp,
});

/** Thrown when a line cannot be imported. Names the line and the field; never quotes what was said. */
export class ImportLineError extends Error {
  override readonly name = 'ImportLineError';
}

/**
 * Reads one line of JSON Lines: a message, as a turn of its own. Its id is that of what it says, so that the log keeps it once, however
 * often it is imported.
 * @throws ImportLineError
 */
export function parseLine(text: string, line: number): LoggedTurn {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ImportLineError(`line ${line}: is not valid JSON`);
  }
  const parsed = messageSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') || 'the line';
    throw new ImportLineError(`line ${line}: ${field}: ${issue?.message ?? 'invalid'}`);
  }
  const { tenant, conversation_id: conversationId, user, role, content, timestamp: time } = parsed.data;
  const identity = JSON.stringify([tenant, conversationId, user ?? null, role, content, time]);
  return {
    ...{ tenant, conversationId, ...(user !== undefined && { user }) },
    turnId: `import_${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`,
    // A conversation that was deleted here since does not come back.
    begun: time,
    time,
    messages: [{ role, text: content }],
  };
}
