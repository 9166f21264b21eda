import { describe, expect, it } from '@jest/globals';
import { describeConversationLog, InMemoryConversationLog, KitClock } from '@yychat/engine-core/testing';
import { notifyingLog } from './notifying-log.js';

describeConversationLog({
  describe,
  it,
  name: 'A log that tells of appends',
  create: ({ clock }) => {
    const log = notifyingLog(new InMemoryConversationLog(clock), () => undefined);
    return Promise.resolve({ log, close: () => log.close() });
  },
});

describe('A log that tells of appends', () => {
  it('tells of those that succeeded', async () => {
    let told = 0;
    const log = notifyingLog(new InMemoryConversationLog(new KitClock()), () => (told += 1));
    const turn = { tenant: 't', conversationId: 'c', turnId: '1', begun: 0, time: 0, messages: [] };
    await log.append(turn, new AbortController().signal);
    await expect(log.append(turn, AbortSignal.abort())).rejects.toThrow();
    expect(told).toBe(1);
  });
});
