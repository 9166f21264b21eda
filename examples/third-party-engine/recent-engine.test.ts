import { describe, it } from 'node:test';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import { systemClock } from '@yychat/engine-core';
import { describeChatEngine, InMemoryConversationLog } from '@yychat/engine-core/testing';
import { startSimulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { createRecentEngine } from './recent-engine.ts';

describeChatEngine({
  describe,
  it,
  name: 'recent_engine',
  startUpstream: startSimulator,
  create: async ({ baseURL, tools, personalities, limits = {}, ...settings }) => {
    const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 });
    const model = await OpenAIChatModel.create({ client, ...settings });
    const log = new InMemoryConversationLog(systemClock);
    const engine = createRecentEngine({ model, log, tools, personalities, limits });
    return { engine, close: () => model.close() };
  },
});
