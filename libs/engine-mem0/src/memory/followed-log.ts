import type { ConversationKey, ConversationLog } from '@yychat/engine-core';

/** The log as it is; the memory hears of each turn that was written, and forgets each conversation that is deleted. */
export function followedLog(
  log: ConversationLog,
  onAppend: () => void,
  forget: (key: ConversationKey, signal: AbortSignal) => Promise<void>,
): ConversationLog {
  return {
    append: async (turn, signal) => {
      await log.append(turn, signal);
      onAppend();
    },
    messages: (key, query, signal) => log.messages(key, query, signal),
    summary: (key, signal) => log.summary(key, signal),
    delete: async (key, signal) => {
      const removed = await log.delete(key, signal);
      await forget(key, signal);
      return removed;
    },
    entries: (cursor, limit, signal) => log.entries(cursor, limit, signal),
    healthCheck: (signal) => log.healthCheck(signal),
    close: () => log.close(),
  };
}
