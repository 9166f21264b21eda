import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import { systemClock } from '@yychat/engine-core';
import { describeChatEngine, InMemoryConversationLog } from '@yychat/engine-core/testing';
import { startSimulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import type { Mem0Store } from './facts/fact-store.js';
import { Mem0Bench, never } from './fixtures/mem0-bench.js';
import { createMem0Engine } from './mem0-engine.js';
import { createMem0Memory } from './memory/create-mem0-memory.js';

/** mem0 has an upstream of its own, for the cases count what the engine's is asked. Loading it takes long: all share one. */
let bench: Mem0Bench;
let store: Mem0Store;
beforeAll(async () => {
  bench = await Mem0Bench.start();
  store = { ...bench.open(), close: () => Promise.resolve() };
});
afterAll(() => bench.close());

describeChatEngine({
  describe,
  it,
  name: 'mem0_proxy',
  startUpstream: startSimulator,
  create: async ({ baseURL, tools, personalities, limits = {}, ...settings }) => {
    await store.reset(never());
    const client = new OpenAI({ baseURL, apiKey: 'sk-kit', maxRetries: 0 });
    const model = await OpenAIChatModel.create({ client, ...settings });
    const { memory, log, close } = createMem0Memory({ store, log: new InMemoryConversationLog(systemClock) });
    const engine = createMem0Engine({ model, memory, log, tools, personalities, limits });
    return {
      engine,
      close: async () => {
        await close();
        await model.close();
      },
    };
  },
});

describe('the info of mem0_proxy', () => {
  it('tells how it remembers, and nothing secret', async () => {
    const model = bench.chatModel;
    const bare = await createMem0Engine({ model }).getEngineInfo();
    expect(bare).toMatchObject({ name: 'mem0_proxy', details: { memory: { memory: 'none' } } });
    expect(bare.features).not.toContain('memory');
    const created = createMem0Memory({ store, log: new InMemoryConversationLog(systemClock) });
    const info = await createMem0Engine({ model, ...created }).getEngineInfo();
    expect(info.features).toEqual(expect.arrayContaining(['conversation_log', 'memory']));
    expect(info.details).toEqual({
      memory: {
        ...{ memory: 'mem0', mode: 'open source', vectorStore: 'embedded', status: expect.any(String) },
        ...{ lag: 0, pending: 0, more: false, failed: 0, lost: 0, late: 0 },
      },
    });
    await created.close();
  });
});
