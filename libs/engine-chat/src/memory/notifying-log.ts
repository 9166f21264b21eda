import type { ConversationLog } from '@yychat/engine-core';

/** The log as it is; `onAppend` is called after each turn that was written. */
export function notifyingLog(log: ConversationLog, onAppend: () => void): ConversationLog {
  return {
    append: async (turn, signal) => {
      await log.append(turn, signal);
      onAppend();
    },
    messages: (key, query, signal) => log.messages(key, query, signal),
    summary: (key, signal) => log.summary(key, signal),
    delete: (key, signal) => log.delete(key, signal),
    entries: (cursor, limit, signal) => log.entries(cursor, limit, signal),
    healthCheck: (signal) => log.healthCheck(signal),
    close: () => log.close(),
  };
}
