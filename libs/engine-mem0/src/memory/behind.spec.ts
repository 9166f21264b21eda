import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@yychat/engine-core';
import { InMemoryConversationLog } from '@yychat/engine-core/testing';
import { never } from '../fixtures/mem0-bench.js';
import { behindSince } from './behind.js';

const HOME = { tenant: 't', conversationId: 'c', user: 'ann' };

async function logOf(...turns: readonly object[]): Promise<InMemoryConversationLog> {
  const log = new InMemoryConversationLog(systemClock);
  for (const [at, turn] of turns.entries()) {
    const messages = [{ role: 'user', text: 'Hello.' }] as const;
    await log.append({ ...HOME, turnId: `t${at}`, begun: at, time: 100 + at, messages, ...turn }, never());
  }
  return log;
}
const since = (log: InMemoryConversationLog, standing: object = {}, scope: object = {}) =>
  behindSince(log, standing, { ...HOME, ...scope }, never());

describe('what lacks its facts', () => {
  it('is what comes after the cursor, of the conversation or the user', async () => {
    const log = await logOf(
      {},
      { conversationId: 'd' },
      { conversationId: 'e', user: 'ben' },
      { tenant: 'other' },
    );
    expect(await since(log)).toBe(100);
    expect(await since(log, { cursor: '1' })).toBe(101);
    expect(await since(log, { cursor: '2' })).toBeUndefined();
    expect(await since(log, { cursor: '1' }, { conversationId: 'e' })).toBe(101);
    expect(await since(log, { cursor: '2' }, { conversationId: 'e' })).toBe(102);
    const { tenant, conversationId } = HOME;
    expect(await behindSince(log, { cursor: '1' }, { tenant, conversationId }, never())).toBeUndefined();
    expect(await since(log, { cursor: '4' })).toBeUndefined();
  });

  it('is what was given up for now', async () => {
    const log = await logOf({});
    expect(await since(log, { cursor: '1', failedSince: 40 })).toBe(40);
    expect(await since(log, { failedSince: 400 })).toBe(100);
  });

  it('may be anything where there is more than can be looked at', async () => {
    const log = await logOf(...Array.from({ length: 120 }, () => ({ user: 'ben', conversationId: 'e' })));
    expect(await since(log)).toBe(100);
    expect(await since(log, { cursor: '60' })).toBeUndefined();
  });
});
