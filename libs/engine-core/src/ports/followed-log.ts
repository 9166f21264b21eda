import type { ConversationKey, ConversationLog, LoggedTurn } from './conversation-log.js';

/** What follows a log, because it is derived from it. */
export interface LogFollower {
  /** A turn was written, or left out as one that the log has, or that began before its conversation was deleted. Must not throw. */
  appended?(turn: LoggedTurn): void;
  /** A conversation was removed. Whoever removed it hears of a failure. */
  deleted?(key: ConversationKey, signal: AbortSignal): Promise<void>;
}

/** The log as it is; the follower hears of what is written into it here, and of what is removed. */
export function followedLog(log: ConversationLog, follower: LogFollower): ConversationLog {
  return {
    append: async (turn, signal) => {
      await log.append(turn, signal);
      follower.appended?.(turn);
    },
    messages: (key, query, signal) => log.messages(key, query, signal),
    summary: (key, signal) => log.summary(key, signal),
    delete: async (key, signal) => {
      const removed = await log.delete(key, signal);
      await follower.deleted?.(key, signal);
      return removed;
    },
    entries: (cursor, limit, signal) => log.entries(cursor, limit, signal),
    healthCheck: (signal) => log.healthCheck(signal),
    close: () => log.close(),
  };
}
