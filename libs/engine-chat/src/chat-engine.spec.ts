import { describe, it } from '@jest/globals';
import { describeChatEngine } from '@yychat/engine-core/testing';
import { startSimulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { createChatEngine } from './chat-engine.js';
import { OpenAIChatModel } from './openai/index.js';

describeChatEngine({
  describe,
  it,
  name: 'chat_engine',
  startUpstream: startSimulator,
  create: async ({ baseURL, tools, personalities, limits = {}, ...model }) => {
    const client = new OpenAI({ baseURL, apiKey: 'sk-kit', maxRetries: 0 });
    const upstream = await OpenAIChatModel.create({ client, ...model });
    const engine = createChatEngine({ model: upstream, tools, personalities, limits });
    return { engine, close: () => upstream.close() };
  },
});
