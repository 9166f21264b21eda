import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@yychat/engine-core';
import { describeChatEngine } from '@yychat/engine-core/testing';
import { startSimulator, type Simulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { createChatEngine } from '../chat-engine.js';
import { OpenAIChatModel, OpenAIEmbedder } from '../openai/index.js';
import { InMemoryConversationStore } from '../store/in-memory-conversation-store.js';
import { createChatMemory } from './index.js';

const apiKey = 'sk-kit';

/** Embeddings come from an upstream of their own, for the cases count what the engine's is asked. */
describeChatEngine({
  describe,
  it,
  name: 'chat_engine with memory',
  startUpstream: startSimulator,
  create: async ({ baseURL, tools, personalities, limits = {}, ...model }) => {
    const upstream = await OpenAIChatModel.create({
      client: new OpenAI({ baseURL, apiKey, maxRetries: 0 }),
      ...model,
    });
    const embeddings = await startSimulator();
    const client = new OpenAI({ baseURL: embeddings.baseURL, apiKey });
    const store = new InMemoryConversationStore(systemClock);
    const { memory, log, close } = createChatMemory({
      store,
      embedder: new OpenAIEmbedder({ client, model: 'text-embedding-3-small' }),
    });
    const engine = createChatEngine({ model: upstream, memory, log, tools, personalities, limits });
    return {
      engine,
      close: async () => {
        await close();
        await Promise.all([store.close(), upstream.close(), embeddings.close()]);
      },
    };
  },
});

describe('the info of chat_engine', () => {
  let simulator: Simulator;
  afterEach(() => simulator.close());

  it('tells how it remembers', async () => {
    simulator = await startSimulator();
    const client = new OpenAI({ baseURL: simulator.baseURL, apiKey });
    const model = await OpenAIChatModel.create({ client });
    const { memory, log } = createChatMemory({ store: new InMemoryConversationStore(systemClock) });
    const without = await createChatEngine({ model }).getEngineInfo();
    expect(without.details).toEqual({ memory: { method: 'none' } });
    const { details, features } = await createChatEngine({ model, memory, log }).getEngineInfo();
    expect(details).toMatchObject({ memory: { method: 'lexical', embeddings: { status: 'off' } } });
    expect(features).toEqual(expect.arrayContaining(['conversation_log', 'memory']));
    await model.close();
  });
});
