import { describe, expect, it } from '@jest/globals';
import { describeConversationLog, InMemoryConversationLog, KitClock } from '../testing/index.js';
import { followedLog } from './followed-log.js';

describeConversationLog({
  describe,
  it,
  name: 'A log that is followed',
  create: ({ clock }) => {
    const log = followedLog(new InMemoryConversationLog(clock), {});
    return Promise.resolve({ log, close: () => log.close() });
  },
});

describe('A log that is followed', () => {
  const { signal } = new AbortController();
  const key = { tenant: 't', conversationId: 'c' };
  const turn = { ...key, turnId: '1', begun: 0, time: 0, messages: [] };

  it('tells of turns that were written, and of no others', async () => {
    const told: string[] = [];
    const follower = { appended: ({ turnId }: { turnId: string }) => void told.push(turnId) };
    const log = followedLog(new InMemoryConversationLog(new KitClock()), follower);
    await log.append(turn, signal);
    await expect(log.append({ ...turn, turnId: '2' }, AbortSignal.abort())).rejects.toThrow();
    expect(told).toEqual(['1']);
  });

  it('tells of a conversation once it was removed, and of a follower that fails', async () => {
    const failed = new Error('It does not forget.');
    const kept = new InMemoryConversationLog(new KitClock());
    const left: number[] = [];
    const log = followedLog(kept, {
      deleted: async (removed) => {
        expect(removed).toEqual(key);
        left.push((await kept.summary(key, signal)).messages);
        throw failed;
      },
    });
    await log.append({ ...turn, messages: [{ role: 'user', text: 'Hello.' }] }, signal);
    await expect(log.delete(key, signal)).rejects.toBe(failed);
    expect(left).toEqual([0]);
  });
});
