import { describe, it } from '@jest/globals';
import { systemClock } from '@yychat/engine-core';
import { describeConversationMemory } from '@yychat/engine-core/testing';
import { InMemoryConversationStore } from '../store/in-memory-conversation-store.js';
import { createChatMemory } from './index.js';

describeConversationMemory({
  describe,
  it,
  name: 'The memory of chat_engine',
  create: () => Promise.resolve(createChatMemory({ store: new InMemoryConversationStore(systemClock) })),
});
