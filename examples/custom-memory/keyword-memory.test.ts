import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { createChatEngine } from '@yychat/engine-chat';
import { OpenAIChatModel } from '@yychat/engine-chat/openai';
import { systemClock } from '@yychat/engine-core';
import { describeChatEngine, InMemoryConversationLog } from '@yychat/engine-core/testing';
import { startSimulator } from '@yychat/simulator';
import { OpenAI } from 'openai';
import { KeywordMemory } from './keyword-memory.ts';

describeChatEngine({
  describe,
  it,
  name: 'chat_engine with a memory of keywords',
  startUpstream: startSimulator,
  create: async ({ baseURL, tools, personalities, limits = {}, ...settings }) => {
    const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 });
    const model = await OpenAIChatModel.create({ client, ...settings });
    const memory = new KeywordMemory(new InMemoryConversationLog(systemClock));
    const engine = createChatEngine({ model, memory, log: memory.log, tools, personalities, limits });
    return { engine, close: () => model.close() };
  },
});

const home = { tenant: 'me', conversationId: 'c1' };
const { signal } = new AbortController();
const question = { ...home, text: 'Where does Minka live?', limit: 5, present: [] };
const textsOf = async (memory: KeywordMemory) =>
  (await memory.recall(question, signal)).memories.map(({ text }) => text);

async function told(): Promise<KeywordMemory> {
  const memory = new KeywordMemory(new InMemoryConversationLog(systemClock));
  const messages = [
    'It rains.',
    'We live by the sea.',
    'My cat Minka: where she is, we live, and she does too.',
  ];
  const turn = { ...home, turnId: 'req_1', begun: Date.now(), time: Date.now() };
  await memory.log.append({ ...turn, messages: messages.map((text) => ({ role: 'user', text })) }, signal);
  return memory;
}

test('finds what shares words with the question, the most of them first', async () => {
  const [first, second, ...others] = await textsOf(await told());
  assert.match(first ?? '', /^My cat/);
  assert.equal(second, 'We live by the sea.');
  assert.deepEqual(others, []);
});

test('forgets a conversation that is deleted', async () => {
  const memory = await told();
  assert.equal((await textsOf(memory)).length, 2);
  await memory.log.delete(home, signal);
  assert.deepEqual(await textsOf(memory), []);
});

test('knows after a restart what the log knows', async () => {
  const { log } = await told();
  assert.equal((await textsOf(new KeywordMemory(log))).length, 2);
});
