import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { createChatEngine } from '@yychat/engine-chat';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import { systemClock } from '@yychat/engine-core';
import { describeConversationMemory, InMemoryConversationLog } from '@yychat/engine-core/testing';
import { startSimulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { KeywordMemory } from './keyword-memory.ts';

const newMemory = () => new KeywordMemory(new InMemoryConversationLog(systemClock));
const signal = AbortSignal.timeout(20_000);

describeConversationMemory({
  describe,
  it,
  name: 'KeywordMemory',
  create: () => {
    const memory = newMemory();
    return Promise.resolve({ memory, log: memory.log, close: () => memory.log.close() });
  },
});

test('knows after a restart what the log knows', async () => {
  const { log } = newMemory();
  const home = { tenant: 'me', conversationId: 'c1' };
  const messages = [{ role: 'user', text: 'We live by the sea.' }] as const;
  await log.append({ ...home, turnId: 'req_1', begun: Date.now(), time: Date.now(), messages }, signal);
  const asked = { ...home, text: 'Where do we live?', limit: 5, present: [] };
  const { memories } = await new KeywordMemory(log).recall(asked, signal);
  assert.equal(memories[0]?.text, 'We live by the sea.');
});

test('has chat_engine show the model what bears on a question', async () => {
  const upstream = await startSimulator();
  const client = new OpenAI({ baseURL: upstream.baseURL, apiKey: 'any' });
  const model = await OpenAIChatModel.create({ client });
  const memory = newMemory();
  const engine = createChatEngine({ model, memory, log: memory.log });
  for (const content of ['My cat is called Minka.', 'It rains.', 'What is my cat called?']) {
    const asked = { id: content, tenant: 'me', conversationId: 'c1', model: 'gpt-4.1', stream: true };
    const turn = { ...asked, messages: [{ role: 'user', content }], useTools: false, options: {} } as const;
    for await (const event of engine.generateResponse(turn, { signal })) assert.notEqual(event.type, 'error');
  }
  const shown = JSON.stringify(upstream.requests.at(-1)?.body.messages);
  assert.match(shown, /<recalled_memories>.*Minka.*<\/recalled_memories>/);
  assert.doesNotMatch(shown, /It rains/);
  await model.close();
  await upstream.close();
});
