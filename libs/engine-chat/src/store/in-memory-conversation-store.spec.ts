import { describe, it } from '@jest/globals';
import { describeConversationStore, InMemoryConversationStore } from '../testing/index.js';

describeConversationStore({
  describe,
  it,
  name: 'The store in memory',
  runs: 50,
  create: ({ clock }) => {
    const store = new InMemoryConversationStore(clock);
    return Promise.resolve({ store, close: () => store.close() });
  },
});
