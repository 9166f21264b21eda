import type { ConversationLog, MemoryScope, StoredMessage } from '@yychat/engine-core';
import type { Standing } from '../facts/fact-store.js';

/** Messages after the cursor that are looked through for those of one scope. */
const LOOK_AHEAD = 100;

/**
 * Since when messages of the scope may lack their facts: milliseconds since the epoch. Undefined: none does.
 * @param cursor up to which the log is extracted
 */
export async function behindSince(
  log: Pick<ConversationLog, 'entries'>,
  { cursor, failedSince }: Omit<Standing, 'alone'>,
  scope: MemoryScope,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { messages } = await log.entries(cursor, LOOK_AHEAD, signal);
  const isAll = messages.length < LOOK_AHEAD;
  // Of what nobody has looked at, any may be of the scope.
  const times = (isAll ? messages.filter((message) => concerns(message, scope)) : messages).map(
    ({ time }) => time,
  );
  if (failedSince !== undefined) times.push(failedSince);
  return times.length === 0 ? undefined : Math.min(...times);
}

function concerns(message: StoredMessage, { tenant, conversationId, user }: MemoryScope): boolean {
  if (message.tenant !== tenant) return false;
  return message.conversationId === conversationId || (user !== undefined && message.user === user);
}
